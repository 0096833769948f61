/** Owns the operator path as one thing: its parts built by hand, started and closed in order. */
import type { Serving } from "../contract/service.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { Announcer } from "./announcer.ts";
import { AuditRetention } from "./audit-retention.ts";
import { Backups } from "./backups.ts";
import { ChatLive } from "./chat-live.ts";
import { allSections } from "./edits/all-sections.ts";
import { EditQueue } from "./edits/edit-queue.ts";
import { Sections } from "./edits/sections.ts";
import { ExpiryWatch } from "./expiry.ts";
import { LiveView } from "./live-view.ts";
import { RevocationTimes } from "./revocation-times.ts";
import type { Rooms, ServerFacts } from "./rooms.ts";
import { SandboxLive } from "./sandbox-live.ts";
import { StatsKeeper } from "./stats.ts";
import { TokenActivity } from "./token-activity.ts";
import { TopicsView } from "./topics/topics-view.ts";

export class Desk {
  readonly rooms: Rooms;
  readonly facts: ServerFacts;
  readonly announcer: Announcer;
  readonly activity: TokenActivity;
  readonly stats: StatsKeeper;
  readonly live: LiveView;
  readonly topics: TopicsView;
  readonly chat: ChatLive;
  readonly expiry: ExpiryWatch;
  readonly sandbox: Sandbox;
  readonly sandboxLive: SandboxLive;
  readonly sections: Sections;
  readonly edits: EditQueue;
  readonly retention: AuditRetention;
  readonly backups: Backups;

  constructor(rooms: Rooms, facts: ServerFacts) {
    this.rooms = rooms;
    this.facts = facts;
    this.announcer = new Announcer(rooms.faults);
    this.activity = new TokenActivity(rooms.registry, rooms.clock);
    const times = new RevocationTimes();
    this.stats = new StatsKeeper(rooms, times);
    const { announcer, activity, stats } = this;
    this.live = new LiveView({ rooms, announcer, activity, stats, facts });
    this.topics = new TopicsView(rooms);
    this.chat = new ChatLive(rooms);
    this.sandbox = new Sandbox({ ...rooms, ...facts.clients });
    const applySettings = facts.applySettings.bind(facts);
    this.sections = new Sections(allSections({ rooms, sandbox: this.sandbox, applySettings }));
    const corridor = { rooms, sections: this.sections, announcer, times, activity };
    this.edits = new EditQueue(corridor, () => facts.beforeEdit?.());
    this.expiry = new ExpiryWatch({ rooms, times, edits: this.edits });
    this.sandboxLive = new SandboxLive(this.sandbox, rooms);
    this.retention = new AuditRetention(rooms);
    this.backups = new Backups(rooms);
  }

  start(): void {
    this.stats.start();
    this.expiry.start();
    this.sandbox.start();
    this.retention.start();
    this.announcer.listen({
      policyReplaced: (committedAt) => {
        this.sandbox.committed(this.rooms.policy.current.revision, committedAt);
        this.activity.keepOnly(this.rooms.policy.current.tokens);
        this.expiry.replan();
        this.retention.replan();
      },
    });
  }

  /** Y1. */
  stopServing(): Serving {
    const closed = this.facts.stopServing();
    this.announcer.serverChanged();
    return { serving: false, closed };
  }

  startServing(): Serving {
    this.facts.startServing();
    this.announcer.serverChanged();
    return { serving: true, closed: 0 };
  }

  /** Streams end, timers stop. Harmless twice. */
  close(): void {
    this.edits.close();
    this.live.close();
    this.topics.close();
    this.sandboxLive.close();
    this.sandbox.close();
    this.chat.close();
    this.expiry.close();
    this.retention.close();
    this.stats.close();
    this.activity.close();
  }
}
