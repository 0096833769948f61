/** Owns the operator path as one thing: its parts built by hand, started and closed in order. */
import type { Serving } from "../contract/service.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { ChatLive } from "./chat/chat-live.ts";
import type { ConsoleCore, ServerFacts } from "./console-core.ts";
import { allSections } from "./edits/all-sections.ts";
import { EditQueue } from "./edits/edit-queue.ts";
import { ExpiryWatch } from "./edits/expiry.ts";
import { RevocationTimes } from "./edits/revocation-times.ts";
import { Sections } from "./edits/sections.ts";
import { Announcer } from "./live/announcer.ts";
import { LiveView } from "./live/live-view.ts";
import { StatsKeeper } from "./live/stats.ts";
import { TokenActivity } from "./live/token-activity.ts";
import { SandboxLive } from "./sandbox/sandbox-live.ts";
import { TopicsView } from "./topics/topics-view.ts";
import { AuditRetention } from "./workspace/audit-retention.ts";
import { Backups } from "./workspace/backups.ts";

export class Desk {
  readonly core: ConsoleCore;
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

  constructor(core: ConsoleCore, facts: ServerFacts) {
    this.core = core;
    this.facts = facts;
    this.announcer = new Announcer(core.faults);
    this.activity = new TokenActivity(core.registry, core.clock);
    const times = new RevocationTimes();
    this.stats = new StatsKeeper(core, times);
    const { announcer, activity, stats } = this;
    this.live = new LiveView({ core, announcer, activity, stats, facts });
    this.topics = new TopicsView(core);
    this.chat = new ChatLive(core);
    this.sandbox = new Sandbox({ ...core, ...facts.clients });
    const applySettings = facts.applySettings.bind(facts);
    this.sections = new Sections(allSections({ core, sandbox: this.sandbox, applySettings }));
    const corridor = { core, sections: this.sections, announcer, times, activity };
    this.edits = new EditQueue(corridor, () => facts.beforeEdit?.());
    this.expiry = new ExpiryWatch({ core, times, edits: this.edits });
    this.sandboxLive = new SandboxLive(this.sandbox, core);
    this.retention = new AuditRetention(core);
    this.backups = new Backups(core);
  }

  start(): void {
    this.stats.start();
    this.expiry.start();
    this.sandbox.start();
    this.retention.start();
    this.announcer.listen({
      policyReplaced: (committedAt) => {
        this.sandbox.committed(this.core.policy.current.revision, committedAt);
        this.activity.keepOnly(this.core.policy.current.tokens);
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
