/** Owns the Traffic screen. */
import screen from "../../ui/screen.module.css";

export function TrafficScreen() {
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Traffic</h1>
      </div>
    </div>
  );
}
