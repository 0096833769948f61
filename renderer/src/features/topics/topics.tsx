/** Owns the Topics screen. */
import screen from "../../ui/screen.module.css";

export function TopicsScreen() {
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Topics</h1>
      </div>
    </div>
  );
}
