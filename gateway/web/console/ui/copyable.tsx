/** A line that one takes along: into a page, a configuration. */
import { Check, Copy } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from './button';
import './copyable.css';
import { toast } from './toasts';

const COPIED_MS = 2_000;

export function Copyable({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    } catch {
      toast('Your browser does not allow copying here. Select the line and copy it.');
    }
  };
  return (
    <div class="copyable">
      <code>{text}</code>
      <Button icon={isCopied ? Check : Copy} onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
