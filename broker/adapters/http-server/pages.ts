/** The few pages that the server makes itself: logging in, and the reason why there is no console. */

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 26rem; margin: 18vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.15rem; }
label { display: block; margin: 1rem 0 0.25rem; }
input, button { font: inherit; padding: 0.45rem 0.6rem; width: 100%; box-sizing: border-box; }
button { margin-top: 0.75rem; }
code { font-family: ui-monospace, monospace; }
[role="alert"] { border-left: 3px solid #d33; padding-left: 0.75rem; }
`;

export function page(title: string, body: string, style = STYLE): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${style}</style></head>
<body>${body}</body>
</html>
`;
}

/** A plain form, so that logging in needs no script. */
export function loginPage(problem?: string): string {
  const alert = problem === undefined ? "" : `<p role="alert">${escapeHtml(problem)}</p>`;
  return page(
    "Signalbox: log in",
    `<h1>Signalbox</h1>${alert}
<p>Open the one-time link that the broker printed at start, or give its admin key.</p>
<form method="post" action="/login">
<label for="key">Admin key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Log in</button>
</form>`,
  );
}

/** For whoever may only be looking at a login link: the button logs in, the page does not. */
export function ticketPage(ticket: string): string {
  return page(
    "Signalbox: log in",
    `<h1>Signalbox</h1>
<p>This link logs one browser in, once.</p>
<form method="post" action="/login">
<input name="ticket" type="hidden" value="${escapeHtml(ticket)}">
<button type="submit">Log in</button>
</form>`,
  );
}

export function noConsolePage(): string {
  return page(
    "Signalbox: no console",
    `<h1>The broker is running; its console is not built</h1>
<p>Build it with <code>npm run build</code> and start the broker again.</p>
<p>The admin API is at <code>/api/v1</code> and described at <a href="/api/v1/docs">/api/v1/docs</a>.</p>`,
  );
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
