/** Owns the product's mark: a signal with its arm out. */

export function BrandMark() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" strokeLinecap="round" aria-hidden="true">
      <path d="M6 21V3" stroke="currentColor" strokeWidth="2.25" />
      <path d="M6 7h12.5" stroke="var(--accent)" strokeWidth="4" />
      <path d="M6 14h9" stroke="currentColor" strokeWidth="2.25" opacity=".45" />
      <path d="M3 21h6" stroke="currentColor" strokeWidth="2.25" />
    </svg>
  );
}
