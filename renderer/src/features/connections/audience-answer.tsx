/** Owns the answer of a client, readable and with all its digits. */
import text from "../../ui/text.module.css";
import styles from "./audience.module.css";

export function AudienceAnswer({ json }: { json: string }) {
  return <pre className={`${text.mono} ${styles.answer}`}>{indented(json)}</pre>;
}

const LONGEST_INDENTED = 20_000;
/** An integer that JavaScript would round keeps its digits only as it was written. */
const LONG_NUMBER = /\d{16,}/;

function indented(json: string): string {
  if (json.length > LONGEST_INDENTED || LONG_NUMBER.test(json)) return json;
  return JSON.stringify(JSON.parse(json), null, 2);
}
