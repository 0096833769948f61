/** Owns the Sandbox screen. */
import screen from "../../ui/screen.module.css";

export function SandboxScreen() {
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Sandbox</h1>
      </div>
    </div>
  );
}
