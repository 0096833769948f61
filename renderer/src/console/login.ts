/** Owns how a browser trades the admin key for the console's cookie. */

export type LoginAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** POST /login {key}; the cookie is HttpOnly, so nothing of it is seen here. */
export async function login(key: string): Promise<LoginAnswer> {
  try {
    const answer = await fetch(new URL("/login", location.href), {
      method: "POST",
      headers: { "content-type": "application/json" },
      credentials: "same-origin",
      body: JSON.stringify({ key }),
    });
    if (answer.ok) return { ok: true };
    if (answer.status === 401) return { ok: false, message: "This is not the admin key of this broker." };
    if (answer.status === 403) {
      return { ok: false, message: "The broker refuses this address. Open the console under the address it printed." };
    }
    if (answer.status === 429) return { ok: false, message: "Too many wrong keys. Wait a moment, then try again." };
    return { ok: false, message: `The broker answered ${answer.status}.` };
  } catch {
    return { ok: false, message: "The broker does not answer. Is it running?" };
  }
}
