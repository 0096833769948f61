/** Owns the dock under the stage: the composer, and what the last edit did in time. */
import { memo } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { Composer } from "./composer.tsx";
import styles from "./dock.module.css";
import { Lanes } from "./lanes.tsx";

export const Dock = memo(function Dock({ clients }: { clients: readonly SandboxClient[] }) {
  return (
    <div className={styles.dock}>
      <Composer clients={clients} />
      <Lanes clients={clients} />
    </div>
  );
});
