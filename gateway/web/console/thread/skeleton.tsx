/** Messages that are not there yet, in outline. */
import '../conversations/skeleton.css';
import './skeleton.css';

export function SkeletonThread() {
  return (
    <div class="skeleton-thread" aria-busy="true" aria-label="Loading messages">
      {Array.from({ length: 5 }, (_, index) => (
        <span key={index} class="skeleton skeleton-bubble" />
      ))}
    </div>
  );
}
