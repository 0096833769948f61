/** Owns the Rooms screen. */
import screen from "../../ui/screen.module.css";

export function RoomsScreen() {
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Rooms</h1>
      </div>
    </div>
  );
}
