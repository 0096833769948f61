/** Owns dropping a workspace file onto the window: it is read here and shown before anything is replaced. */
import { useEffect, useState } from "react";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import { useStores } from "../../stores/stores.tsx";
import { readText } from "../../ui/read-text.ts";
import { Status } from "../../ui/status.tsx";
import styles from "./file-drop.module.css";
import { tellTrouble } from "./trouble.ts";

export function FileDrop() {
  const { shell } = useStores();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      // Without this the browser would leave the console and show the file.
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) void take(file);
    };
    const take = async (file: File) => {
      if (!/\.json$/i.test(file.name))
        return tellTrouble(`${file.name} is no workspace file: their names end in .json`);
      if (file.size > LIMITS.adminBodyBytes) return tellTrouble(`${file.name} is larger than a workspace can be`);
      try {
        shell.getState().offerFile({ name: file.name, text: await readText(file) });
      } catch (error) {
        tellTrouble(`${file.name} cannot be read: ${error instanceof Error ? error.message : error}`);
      }
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [shell]);
  if (!isOver) return null;
  return (
    <div className={styles.target} role="status">
      <Status tone="info">Drop a workspace file to see what it would change</Status>
    </div>
  );
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
