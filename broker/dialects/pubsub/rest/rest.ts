/** Owns the REST interface of the pub/sub dialect: which request is which, and who may ask. */
import { ANONYMOUS_ID } from "../../../access/anonymous.ts";
import type { RestInterface } from "../../../ports/rest.ts";
import type { Credentials } from "../../../sessions/admission-steps.ts";
import { attemptOf } from "../../../sessions/attempt.ts";
import { readSecret } from "../../../sessions/credentials.ts";
import { failed, type RestAnswer, type RestRequest, seeOther } from "./answer.ts";
import { listMessages } from "./messages.ts";
import type { RestParts } from "./rooms.ts";
import { createTopic, deleteTopic, getTopic, health, listSubscribers, listTopics, stats } from "./topics.ts";

/** What a path can be asked to do, by method. */
type Route = Readonly<Partial<Record<"GET" | "POST" | "DELETE", () => RestAnswer | Promise<RestAnswer>>>>;

const ANONYMOUSLY: Credentials = { secret: "", filters: null, by: "none", mayBeAnonymous: true };

export class PubSubRest implements RestInterface {
  readonly at = "/api";
  private readonly parts: RestParts;

  constructor(parts: RestParts) {
    this.parts = parts;
  }

  async handle(request: RestRequest): Promise<RestAnswer> {
    const path = segments(request.path);
    if (path === undefined) return failed("path-broken");
    const route = this.routeOf(path, request);
    if (route === undefined) return failed("path-unknown", `/api${request.path}`);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const run = method === "GET" || method === "POST" || method === "DELETE" ? route[method] : undefined;
    if (run === undefined) return failed("method-wrong", request.method, { allow: Object.keys(route).join(", ") });
    return this.refusalOf(method, request) ?? run();
  }

  /** A change always needs the key; reading does unless it comes from this machine and clients without a token are welcome (P12). */
  private refusalOf(method: string, request: RestRequest): RestAnswer | undefined {
    if (request.hasKey) return undefined;
    const { admission, policy } = this.parts;
    const attempt = attemptOf(request, "pubsub");
    const credentials = readSecret(request);
    const isReader = method === "GET" && request.peer.loopback && policy.current.anonymous.enabled;
    const verdict = admission.judgeCredentials(attempt, isReader ? ANONYMOUSLY : credentials, ({ id }) =>
      id === ANONYMOUS_ID ? undefined : { step: "key-missing", detail: "" },
    );
    if (verdict.admitted) return undefined;
    switch (verdict.step) {
      case "stopping":
      case "broker-stopped":
        return failed("stopped");
      default:
        return failed("unauthorized", "", { "www-authenticate": 'Bearer realm="signalbox"' });
    }
  }

  private routeOf(path: readonly string[], request: RestRequest): Route | undefined {
    const { parts } = this;
    const [area, name, what, ...more] = path;
    if (more.length > 0) return undefined;
    if (name === undefined) {
      switch (area) {
        case undefined:
          return { GET: () => seeOther("/#/overview") };
        // What these pages could do, the console's screens can.
        case "publisher":
        case "subscriber":
          return { GET: () => seeOther("/#/sandbox") };
        case "health":
          return { GET: () => health(parts) };
        case "stats":
          return { GET: () => stats(parts) };
        case "topics":
          return { GET: () => listTopics(parts) };
        default:
          return undefined;
      }
    }
    if (area !== "topics") return undefined;
    const remove = () => deleteTopic(parts, name);
    switch (what) {
      case undefined: {
        const create = name === "create" ? { POST: async () => createTopic(parts, await request.readBody()) } : {};
        return { GET: () => getTopic(parts, name), DELETE: remove, ...create };
      }
      case "delete":
        return { POST: remove, DELETE: remove };
      case "subscribers":
        return { GET: () => listSubscribers(parts, name) };
      case "messages":
        return { GET: () => listMessages(parts, name, request) };
      default:
        return undefined;
    }
  }
}

/** The path's parts, decoded; a slash at its end means nothing. Undefined: it cannot be decoded. */
function segments(path: string): string[] | undefined {
  const parts = path.replace(/^\//, "").replace(/\/$/, "").split("/");
  if (parts.length === 1 && parts[0] === "") return [];
  try {
    return parts.map(decodeURIComponent);
  } catch {
    // A lone % or bytes that are no UTF-8: there is no such name.
    return undefined;
  }
}
