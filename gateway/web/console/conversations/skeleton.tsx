/** Rows that are not there yet, in outline. */
import './skeleton.css';

export function SkeletonRows() {
  return (
    <div class="skeleton-rows" aria-busy="true" aria-label="Loading conversations">
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} class="skeleton-row">
          <span class="skeleton skeleton-avatar" />
          <span class="skeleton skeleton-name" />
          <span class="skeleton skeleton-text" />
        </div>
      ))}
    </div>
  );
}
