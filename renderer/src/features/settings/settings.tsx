/** Owns the Settings screen. */
import screen from "../../ui/screen.module.css";

export function SettingsScreen() {
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Settings</h1>
      </div>
    </div>
  );
}
