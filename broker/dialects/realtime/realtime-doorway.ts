/** Owns where the realtime protocol is knocked at. */
import type { Doorway } from "../../sessions/dialect.ts";
import { asking, Newcomer, type NewcomerRooms } from "./newcomer.ts";

const PATHS: ReadonlySet<string> = new Set(["/ws/realtime/", "/ws/realtime"]);

/** Whoever knocks is let in, and asked who it is (Q1); while nobody is served the door answers as every door does. */
export function realtimeDoorway(rooms: NewcomerRooms): Doorway {
  const { entrance, dialect } = rooms;
  return {
    told: { name: dialect.name, path: "/ws/realtime/", anonymous: false },
    at: (path) => {
      if (!PATHS.has(path)) return undefined;
      return (knock, connection) => {
        if (entrance.shut === null) new Newcomer(rooms, knock, connection);
        else entrance.accept(knock, connection, dialect, asking(""));
      };
    },
  };
}
