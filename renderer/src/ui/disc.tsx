/** Owns the disc of a right: none, read and readwrite are empty, half and full. */

export function Disc({ access }: { access: "none" | "read" | "readwrite" }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" style={{ flex: "none" }}>
      {access === "none" && <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeDasharray="1.6 1.55" />}
      {access === "read" && (
        <>
          <circle cx="5" cy="5" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M5 .75a4.25 4.25 0 0 0 0 8.5z" fill="currentColor" />
        </>
      )}
      {access === "readwrite" && <circle cx="5" cy="5" r="5" fill="currentColor" />}
    </svg>
  );
}
