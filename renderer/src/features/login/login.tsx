/** Owns the login of a browser: the admin key once, then a cookie. */
import { PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { login } from "../../console/login.ts";
import { useStores } from "../../stores/stores.tsx";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { Button } from "../../ui/button.tsx";
import text from "../../ui/text.module.css";
import styles from "./login.module.css";

export function Login() {
  const { link } = useStores();
  const [key, setKey] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = key.trim();
    if (typed === "") return setError("Type the admin key.");
    setSending(true);
    const answer = await login(typed);
    setSending(false);
    if (!answer.ok) return setError(answer.message);
    setError(null);
    link.retry();
  };

  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit} noValidate>
        <h1>
          <BrandMark /> Signalbox
        </h1>
        <p className={text.second}>
          This console needs the broker's admin key. It was printed when the broker started; the one-time link printed
          beside it logs in without typing.
        </p>
        <PasswordInput
          label="Admin key"
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={error}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": "Show the key" }}
          data-autofocus
          autoFocus
        />
        <Button type="submit" look="primary" disabled={isSending}>
          {isSending ? "Logging in" : "Log in"}
        </Button>
      </form>
    </main>
  );
}
