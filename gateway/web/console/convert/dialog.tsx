/** What a closed conversation's ticket is called, and for which company it is. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CompanyName, Conversation } from '../../lib/contracts';
import type { TicketDraft } from '../../lib/drafts';
import { asProblem, type ProblemError } from '../../lib/problems';
import { CompanyBox } from '../companies/company-box';
import { domainOf } from '../companies/options';
import { useDesk, useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import { Button } from '../ui/button';
import { Choices } from '../ui/choices';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { toast } from '../ui/toasts';
import { subjectOf, subjectProblem } from './subject';
import './dialog.css';

interface Props {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

/** The first message's first line, unless a subject was typed before. */
function useFirstSubject({ id, customer }: Conversation, isWanted: boolean): string | null {
  const { threads } = useDesk();
  const { requests } = useSessionRoom();
  const [subject, setSubject] = useState<string | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    const named = (text: string) => setSubject(subjectOf(text) || `Chat with ${customer.name}`);
    const [first] = threads.of(id).peek().thread.messages;
    if (first?.seq === 1) return named(first.text);
    requests.messages(id, 0, 1).then(
      ({ items }) => named(items[0]?.text ?? ''),
      () => setSubject(''), // One types it oneself.
    );
  }, [threads, requests, id, customer.name, isWanted]);
  return subject;
}

/** What is typed, kept until the ticket is there. */
function useTicketDraft(conversation: Conversation) {
  const { drafts } = useDesk();
  const { id } = conversation;
  const [kept, setKept] = useState(() => drafts.read(id).ticket);
  const first = useFirstSubject(conversation, kept === null);
  const draft: TicketDraft = kept ?? { subject: first ?? '', company: null };
  const change = (part: Partial<TicketDraft>) => {
    const ticket = { ...draft, ...part };
    setKept(ticket);
    drafts.change(id, { ticket });
  };
  return { draft, change, isReady: kept !== null || first !== null };
}

function useConvert({ id }: Conversation, onClose: () => void) {
  const desk = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  // A second click comes before the next drawing.
  const isUnderWay = useRef(false);
  const isThere = useRef(true);
  useEffect(() => () => void (isThere.current = false), []);
  const convert = async (subject: string, company: CompanyName) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await desk.convert(id, { subject: subject.trim(), company_id: company.id });
      if (isThere.current) onClose();
    } catch (thrown) {
      const found = asProblem(thrown);
      if (isThere.current) setProblem(found);
      else toast(`Not converted. ${sentences(found)}`);
    } finally {
      isUnderWay.current = false;
      if (isThere.current) setBusy(false);
    }
  };
  return { isBusy, problem, convert };
}

const subjectId = 'convert-subject';
const companyId = 'convert-company';

export function ConvertDialog({ conversation, onClose }: Props) {
  const { draft, change, isReady } = useTicketDraft(conversation);
  const { isBusy, problem, convert } = useConvert(conversation, onClose);
  const [isTried, setTried] = useState(false);
  const { subject, company } = draft;
  const wrongSubject = isTried ? subjectProblem(subject) : null;
  const wrongCompany = isTried && company === null ? 'Choose a company, or add it.' : null;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (subjectProblem(subject) !== null) document.getElementById(subjectId)?.focus();
    else if (company === null) document.getElementById(companyId)?.focus();
    else void convert(subject, company);
  };
  return (
    <Dialog title="Convert to ticket" onClose={onClose}>
      <form class="dialog-parts convert" noValidate onSubmit={submit}>
        <Field
          id={subjectId}
          label="Subject"
          problem={wrongSubject ?? problem?.fieldMessage('subject') ?? null}
        >
          {(tied) => (
            <input
              {...tied}
              type="text"
              autoFocus
              required
              readOnly={!isReady}
              placeholder={isReady ? 'What it is about' : 'Reading the first message…'}
              value={subject}
              onInput={(event) => change({ subject: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field id={companyId} label="Company" problem={wrongCompany}>
          {(tied) => (
            <CompanyBox
              tied={tied}
              value={company}
              domain={domainOf(conversation.customer.email)}
              canAdd
              placeholder="Search, or type a new name"
              onChoose={(chosen) => change({ company: chosen })}
              onType={() => change({ company: null })}
            />
          )}
        </Field>
        <p class="convert-note">
          The messages and files go along. Nobody can write in this chat any more, and{' '}
          {conversation.customer.name} is told the ticket’s number.
        </p>
        <Choices problem={problem} onCancel={onClose}>
          <Button look="primary" type="submit" disabled={isBusy}>
            {isBusy ? 'Converting…' : 'Convert'}
          </Button>
        </Choices>
      </form>
    </Dialog>
  );
}
