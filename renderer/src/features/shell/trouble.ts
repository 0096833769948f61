/** Owns how the frame tells of something that did not work and belongs to no field. */
import { notifications } from "@mantine/notifications";

export function tellTrouble(message: string, title = "That did not work"): void {
  notifications.show({ title, message, color: "red", autoClose: 8_000 });
}
