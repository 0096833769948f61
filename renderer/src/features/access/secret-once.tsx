/** Owns the new secret of a token, right after it was made. */
import { useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";

export function SecretOnce({ tokenId, secret }: { tokenId: string; secret: string }) {
  const { closeDialog, openDialog } = useShell((state) => state);
  return (
    <div className={styles.form}>
      <Status tone="ok">This is its secret</Status>
      <div className={styles.secret}>
        <code>{secret}</code>
        <CopyButton isWordy label="Copy secret" value={secret} />
      </div>
      <p className={styles.hint}>It can be revealed again in the token's dialog. Rights are set in the matrix.</p>
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button onClick={() => openDialog({ kind: "copy-as-client", id: tokenId })}>Copy as client</Button>
        <Button look="primary" onClick={closeDialog} data-autofocus>
          Done
        </Button>
      </div>
    </div>
  );
}
