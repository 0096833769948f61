/** Owns every limit, timeout and size of the product, each with what breaks without it. */

export const LIMITS = {
  /** T1: bytes of UTF-8 in one topic or pattern; longer ones make the trie and the logs unbounded. */
  topicBytes: 1024,
  /** C2: filters one connection may ask for; each is judged at the door and held in the trie. */
  filtersPerConnection: 1000,
  /** X3: default of clients without a token at once; without it one careless page holds every socket of the machine. */
  anonymousConnections: 100,
  /** C2: bytes of request headers; 1000 filters of ordinary length fit, a header flood does not. */
  headerBytes: 64 * 1024,
  /** C5: what is kept of a rejected connection: characters of its user agent, and filters; without it strangers fill the memory. */
  userAgentLength: 200,
  rejectedFilters: 20,
  /** RFC 6455 5.5: a close frame's payload is at most 125 bytes, two of them the code. */
  closeReasonBytes: 123,
  /** A secret shorter than this can be guessed; the longest fits the header limit beside its filters. */
  secretMinLength: 8,
  secretMaxLength: 4096,
  /** Random bits of a secret that we make: not guessable, and SHA-256 has no more to give. */
  secretRandomBytes: 32,
  /** From this length on a view may show the first four and last two characters of a secret. */
  secretHintMinLength: 24,
  /** M7: default largest frame; a bigger one is a client fault on a bus of small messages. */
  frameBytes: 256 * 1024,
  /**
   * M7: pieces (fragments, or reads of the socket) that one frame may come in, and where larger frames are allowed the bytes of a piece; each costs
   * a hundred bytes beside its own, and without it a client that sends byte by byte makes a frame weigh a hundredfold.
   */
  framePieces: 16_384,
  framePieceBytes: 256,
  /** C7: bytes that may wait for a client before pongs do; of the pings that come meanwhile the last is answered. Without it pings fill the memory. */
  pongBacklogBytes: 16 * 1024,
  /** M8: default bound of one connection's outbound queue. */
  queueBytes: 1024 * 1024,
  queueFrames: 1024,
  /** M8: bytes that wait in all queues together; ten thousand slow readers with a full queue each would be 10 GB. */
  queuesBytes: 256 * 1024 * 1024,
  /** M24: sessions whose clients are away, of one token and in all; each keeps its filters in the trie, and what waits. */
  awaySessionsOfToken: 1_000,
  awaySessions: 10_000,
  /** M24: messages that wait for one client that is away. */
  awayMessages: 1_000,
  /** M24: bytes that wait for all clients that are away together; ten thousand with a full queue each would be 10 GB. */
  awayBytes: 64 * 1024 * 1024,
  /** Bytes gathered for one socket before they are written within the turn; bounds what a close must wait behind. */
  writeBatchBytes: 64 * 1024,
  /**
   * Bytes that may be under way inside a TLS socket, which never says in the same turn that a write is done: without this slack every burst
   * over TLS would look like a slow reader.
   */
  tlsInFlightBytes: 1024 * 1024,
  /**
   * Messages after which a client counts as one who floods, and milliseconds that one turn of the event loop may give to all who do. Longer turns are felt by
   * everybody else and by the operator's click; shorter ones pay the stop and the start for less.
   */
  burstMessages: 64,
  floodTurnMs: 8,
  /**
   * M9: one ordinary message in so many is timed; from which time on one is costly, and how long every message is timed after it. Timing each costs
   * the ordinary ones 3 %; without it a few costly frames, each within the burst, hold everybody up for seconds.
   */
  costSampleMessages: 16,
  costlyMessageMs: 1,
  costlyForMs: 1_000,
  /** M9: most milliseconds that one turn gives to costly messages, where writing what they lead to takes as long: fewer would be written together. */
  costlyTurnMs: 40,
  /** C7: default pause between pings; the second unanswered one in a row ends the connection. */
  pingIntervalMs: 30_000,
  /** M7: how long a client may exceed its rate before 4008. */
  rateGraceMs: 5_000,
  /** Z2: log lines of one kind of internal error in so much time, and characters of its message that the console shows: a client that can provoke one can provoke thousands. */
  faultLogLines: 10,
  faultLogMs: 1_000,
  faultMessageLength: 200,
  /** How long a closed socket may take to answer our close frame before it is destroyed. */
  closeHandshakeMs: 5_000,
  /** R10: how long a stopping server waits for its clients. */
  stopMs: 5_000,
  /** How long the desktop waits for the whole stop before it leaves anyway: R10's wait, the history's, and the database's close. */
  quitMs: 8_500,
  /** Q1: how long a realtime client may take to authenticate unless the settings say otherwise; without it unauthenticated sockets pile up. */
  authenticationSeconds: 30,
  /** Q2: prefixes of a token that a realtime client may name; each attempt looks through them. */
  tokenPrefixes: 20,
  /**
   * Q1: realtime clients at once that have not said yet who they are; each holds a socket and its buffers, and without it whoever opens faster
   * than `authenticationSeconds` lets go takes every socket of the process. A herd that comes back after a restart fits.
   */
  strangers: 5_000,
  /** Q1: how many of them may come from one address that counts as a stranger's (C8); without it one address takes the places of all. */
  strangersPerAddress: 1_000,
  /** Q1: bytes of one frame, and of the frames that wait behind a delayed attempt, of a client that has not said yet who it is. */
  strangerFrameBytes: 16 * 1024,
  /**
   * C11: how long a client waits at most for a slot or a program's answer that another process gives, and bytes of the frames that all who wait have sent
   * meanwhile; without them one answer that never comes keeps sockets, and one client that sends in advance fills the memory.
   */
  admissionWaitMs: 10_000,
  admissionFramesBytes: 64 * 1024 * 1024,
  /** N12: how long a node is a member after it last said that it lives, and how often it says so. */
  nodeLeaseMs: 15_000,
  nodeRenewMs: 5_000,
  /** N12: when a node that could not renew its lease holds itself out of the cluster; before others may. */
  nodeOutMs: 13_000,
  /** N70: how long one call of the bus may take, and the pauses between attempts to reach it. */
  busCallMs: 2_000,
  busRetryMinMs: 50,
  busRetryMaxMs: 2_000,
  /** Slots that one call writes; Redis does nothing else meanwhile. */
  busHoldSlots: 1_000,
  /** N16: how often nodes write to each other, how long one may be silent until it is late, and how long the bus must have answered before one is gone. */
  nodeBeatMs: 1_000,
  nodeLateMs: 3_000,
  nodeGoneMs: 5_000,
  /** N17: longest pause between two attempts of a node that does not hear itself. */
  nodeRetryMaxMs: 30_000,
  /** N21: bytes of one batch; larger ones hold up what comes behind them. */
  linkBatchBytes: 64 * 1024,
  /** N14: characters of an item that crosses as a whole, and bytes of a batch that is read. */
  linkPartCharacters: 128 * 1024,
  linkBatchMaxBytes: 1024 * 1024,
  /** N23: how long, and how many bytes, of a link and of all, are kept to be sent again. */
  linkKeepMs: 10_000,
  linkKeepBytes: 8 * 1024 * 1024,
  linksKeepBytes: 32 * 1024 * 1024,
  /** N23: how long, and how many bytes, wait behind a gap. */
  linkGapMs: 1_000,
  /** N23: how long what was asked for again may take before it is asked for once more. */
  linkAskMs: 100,
  linkHoldBytes: 8 * 1024 * 1024,
  /** N24: losses that are remembered, newest last. */
  linkLosses: 100,
  /** N14: nodes that are known; whoever may write in Redis could invent more. */
  nodes: 1_000,
  /** N20: filters in one item of a batch. */
  linkFactsFilters: 1_000,
  /** N20: filters of one node; what is beyond is not listened for there, and said. */
  linkFilters: 200_000,
  /** Q11: how long an operator's question to a client waits unless it says otherwise, at most, and how many may wait at once. */
  requestDefaultMs: 30_000,
  requestTimeoutMs: 300_000,
  questionsOpen: 10_000,
  /**
   * Q14: waits for an event that may be open at once, and bytes of the fields that one compares. Every custom message of the user is compared with
   * each of them.
   */
  waitsOpen: 1_000,
  matchBytes: 4096,
  /** Frames of one connection that may wait while an earlier one is being answered (C8, hooks), or while it is let in (C11); more of them is a flood. */
  framesWaiting: 64,
  /** The same in bytes; one frame may always wait. */
  framesWaitingBytes: 1024 * 1024,
  /** Q7: what one subject may store about itself, and how many subjects are remembered; the longest silent goes first. */
  metaKeys: 64,
  metaKeyLength: 120,
  metaValueBytes: 4096,
  metaSubjects: 10_000,
  /** Q7: bytes of what all subjects stored; as many as are allowed, each with as much as is allowed, would be 2.6 GB. */
  metaBytes: 32 * 1024 * 1024,
  /** R7: how far back recent publishes are judged by a preview. */
  recentPublishMs: 5 * 60_000,
  /** R7: how finely they are counted; a shorter bucket costs memory for each pair. Divides the line above. */
  recentPublishBucketMs: 10_000,
  /** R7: distinct (token, topic) pairs remembered for a preview; publishes of more pairs are not counted. */
  recentPublishPairs: 20_000,
  /** R7: bytes of their topics; twenty thousand of the longest would weigh more than a small machine has. */
  recentPublishBytes: 8 * 1024 * 1024,
  /** Topics whose subscriber list is remembered between publishes. */
  routeMemoEntries: 10_000,
  /** Places (of 8 bytes) in those lists together: ten thousand topics with ten thousand subscribers each are a gigabyte. */
  routeMemoPlaces: 4 * 1024 * 1024,
  /** Filters given up until lists are emptied that still name who has left; without it they keep closed connections alive. */
  routeSweepFilters: 4096,
  /** Topics whose publish right is remembered for one token, and the bytes of all that is remembered so, for all tokens together. */
  publishMemoEntries: 1024,
  publishMemoBytes: 64 * 1024 * 1024,
  /** Entries of the door log, the refusals and the revocations kept in memory; the oldest go first. */
  journalEntries: 5_000,
  /** The same in bytes of each: entries name topics and filters, of which one connection may hold a thousand of a kilobyte. */
  journalBytes: 8 * 1024 * 1024,
  /** P9: default of messages kept a topic and in all; a busy topic pushes out only its own, and all together stay within memory. */
  historyPerTopic: 1000,
  historyTotal: 100_000,
  /** P9: default of the bytes that history may hold, in memory and on disk; large messages push out older ones. */
  historyBytes: 64 * 1024 * 1024,
  /** P9: default of the days that a message is kept. */
  historyDays: 7,
  /** K8: how often it is looked whether the wall clock was set, and the step that is called a jump; a smaller one is a clock that is kept right. */
  clockWatchMs: 1_000,
  clockJumpMs: 1_000,
  /**
   * K8: how long a clock must have run without being set before an age is believed, and by how much it may drift meanwhile: without it a clock that
   * is wrong for a minute empties the history for good.
   */
  clockSteadyMs: 3_600_000,
  clockUnsteadyMs: 60_000,
  /** P7: most messages that one subscriber may ask to hear again. */
  replayMax: 1000,
  /** Topics that are known; beyond it one that is silent is forgotten, or clients could fill the memory with names. */
  topicsTracked: 50_000,
  /** O8: bytes of the names and metadata of all topics together, names twice; without it names alone push every message out of `historyBytes`. */
  topicsDescribedBytes: 16 * 1024 * 1024,
  /** O8: topics made by operators, which are never forgotten; without it they would leave no place for those that are heard of. */
  topicsMade: 40_000,
  /** How long changes of topics gather before views and disk hear of them; a crash loses that much history, and a batch under way. */
  topicsPulseMs: 100,
  /** Y7: default rows of the audit journal, and how often it is looked at; each row holds what undoes it, so the database grows with it. */
  auditRows: 10_000,
  auditTrimMs: 60_000,
  /** Least time between two batches of history: each costs a write a topic; a longer one loses more when the process is killed. */
  historyBatchMs: 150,
  /** Bytes of history in one batch to its thread: a larger one would hold the engine up while it is handed over. */
  historyBatchBytes: 8 * 1024 * 1024,
  /** How long history waits after a refused write (a full disk) before it tries again. */
  historyRetryMs: 5_000,
  /** How long a stopping broker waits for the last batch. */
  historyStopMs: 1_500,
  /** F1: rows and bytes that the capture of traffic keeps; a minute of 5,000 messages a second fits with room to spare. */
  captureRows: 500_000,
  captureBytes: 256 * 1024 * 1024,
  /** F1: characters kept of a refused frame: enough to see what was meant, and a flood of large ones does not fill the capture. */
  refusedTextLength: 2048,
  /** F4: sessions that a policy closed and whose sockets are not gone, watched for what was withheld from them; each costs every message. */
  shutSessionsWatched: 256,
  /** F4: writes looked at to find when a message left; beyond it a delivery counts without its delay. */
  departuresSearched: 1_000_000,
  /** F6: how long one slice of a scan of the capture may hold the loop, and rows between two looks at the clock. */
  scanSliceMs: 4,
  scanStrideRows: 256,
  /** F7: newest rows that one event of a traffic stream carries; the rest of a rush is counted as skipped. */
  trafficWindowRows: 120,
  /** F7: characters of a payload that a row shows; the whole is asked for by row. */
  trafficTextLength: 160,
  /** F7: the histogram's bucket, and how many there are: five minutes. */
  trafficBucketMs: 2_500,
  trafficBuckets: 120,
  /** F4: recipients of one message that are listed; beyond it they are counted alone. */
  fanOutListed: 500,
  /** F5: characters of a filter; each row of a scan is judged by all of it. */
  trafficFilterLength: 1000,
  /** F8: rows in one part of an export that a window asks for. */
  exportPartRows: 5_000,
  /** Topics: rows of one patch of the tree; with more that changed, each waits for its turn. */
  topicsPatchRows: 1000,
  /** Topics: characters of a message that views parse; larger ones would be felt on the message path. */
  parsedJsonLength: 16 * 1024,
  /** Topics: bytes of JSON that an operator may write about one. */
  metadataBytes: 16 * 1024,
  /** Topics: characters of a place in a message. */
  pointerLength: 1024,
  /** Topics: connections listed as receivers of one; the others are counted. */
  receiversShown: 1000,
  /** P7: how much a replay may widen a reader's queue; without it one that reads nothing and asks again and again fills the memory. */
  replayQueueFrames: 10_000,
  replayQueueBytes: 8 * 1024 * 1024,
  /** P7: how long the frames of a replay are kept for others who join; a crowd that joins at once would be encoded for one by one. */
  replayKeptMs: 1000,
  /** P7: bytes of those frames; further ones are made for each who joins. */
  replayKeptBytes: 16 * 1024 * 1024,
  /** P10: silence after which a pub/sub connection gets an `info` frame unless the settings say otherwise; proxies end what is silent for longer. */
  silenceSeconds: 30,
  /** Pages of the pub/sub dialect's REST interface, as its reference has them. */
  pubsubPageDefault: 50,
  pubsubPageMax: 100,
  /** Largest body that makes a topic: a name and its metadata. */
  pubsubBodyBytes: 64 * 1024,
  /** Subscribers counted for a list of topics before other work gets its turn. */
  countedPerTurn: 20_000,
  /** P1: characters of a `client_id`; it is kept with every message of its client. */
  clientIdLength: 256,
  /** U4: rules that may answer one another in one chain; beyond it a clever pair of patterns would keep the broker busy for ever. */
  autoReplyDepth: 5,
  /** U6: replies that wait for their delay, each with its message; later ones are held back and counted. */
  autoRepliesWaiting: 10_000,
  /** U6: bytes of those messages. */
  autoRepliesBytes: 16 * 1024 * 1024,
  /**
   * U2: steps that the conditions of all rules together may take on one message, a tenth of a second or less; `$..a[?$..b]` over a large message would
   * hold everybody up for minutes.
   */
  conditionSteps: 500_000,
  /** U7: characters of a regular expression, and instructions that it may become: each character of a text may meet each instruction. */
  patternLength: 500,
  patternSize: 1_000,
  /** Regular expressions that one condition keeps compiled; a message may bring its own, and each would stay for ever. */
  patternsKept: 8,
  /** U3: keys of `{{json.a.b}}`; each may mean reading all of the message again. */
  placeholderKeys: 32,
  /** B5: characters of a number in `{{random low high}}`: JavaScript writes no more decimals than 100. */
  placeholderDigits: 15,
  /** Z6: objects and lists within one another where JSON is walked by recursion, as in metadata and in bodies of requests: a stack holds some thousands. Messages on their way are not walked. */
  jsonDepth: 500,
  /** Page sizes of lists. */
  pageDefault: 100,
  pageMax: 1000,
  /** A18: changes that the rows of one page of the audit journal may have, beyond its first row; a hundred imports of ten thousand tokens are 40 MB. */
  auditPageChanges: 5_000,
  /** Live view: how often patches go out, and how often moving counters do. */
  livePatchMs: 100,
  liveTrafficMs: 1000,
  /** Live view: seconds of the charts. */
  seriesSeconds: 300,
  /** Live view: patches that may wait for one slow watcher before it must take a new snapshot. */
  liveBacklog: 50,
  /** Live view: newest rows of each journal that a window holds; older ones are asked for by page. */
  liveJournalRows: 100,
  /** Live view: closed rows held in all; a storm of connections that come and go would fill the windows otherwise. */
  closedKeptRows: 10_000,
  /** Live view: bytes of those rows; each may name a thousand filters. */
  closedKeptBytes: 32 * 1024 * 1024,
  /** Closes whose milliseconds are kept for p50 and p95; the maximum is kept for ever. */
  revocationTimes: 10_000,
  /** A closed connection stays this long in the live view (the row's 6 s hold and its fold). */
  closedKeptMs: 10_000,
  /** C8: failures from one address before it is slowed, the first delay, and the longest. */
  authFailuresFree: 5,
  authDelayBaseMs: 250,
  authDelayMaxMs: 8_000,
  /**
   * C8: attempts that may wait for their delay, of one address and of all, and the longest wait; each holds a socket and up to `headerBytes` of
   * headers, and one more is rejected without being judged.
   */
  authWaitingPerAddress: 4,
  authWaiting: 256,
  authWaitMaxMs: 10_000,
  /** C8: addresses remembered, and for how long a failure counts. */
  authAddresses: 10_000,
  authForgetMs: 60_000,
  /** Longest texts a person may type. */
  usernameLength: 150,
  nameLength: 120,
  noteLength: 2000,
  /** B: simulated clients of the sandbox; each is a real socket of this process, at both of its ends. */
  sandboxClients: 200,
  /** B: received messages that one client keeps, and their bytes; older ones go first. */
  sandboxMessages: 500,
  sandboxMessageBytes: 1024 * 1024,
  /** B: newest messages of one client that a window is sent; the others are asked for by page. */
  sandboxLastMessages: 5,
  /** B: characters of a message in a window's list; the whole is asked for. */
  sandboxPreviewLength: 160,
  /** B: how long an end waits for others that come with it before windows are told; a revocation closes many at once. */
  sandboxSoonMs: 8,
  /** B: seconds of a client's sparkline. */
  sandboxSeriesSeconds: 60,
  /** B: shortest and longest pause of a repeated publish; below a millisecond timers do nothing but turn. */
  repeatMinMs: 1,
  repeatMaxMs: 3_600_000,
  /** B: repeats that one client holds; each is a timer of this process. */
  sandboxRepeats: 20,
  /** B: most sends of one repeat, when it is counted. */
  repeatMaxCount: 1_000_000,
  /** B: bytes that may wait in a simulated client's own socket before its repeat pauses; without it a slow broker fills the memory. */
  sandboxSendBytes: 1024 * 1024,
  /** B: first and longest pause before a simulated client connects again, and the first after "later". */
  sandboxRetryBaseMs: 500,
  sandboxRetryLaterMs: 5_000,
  sandboxRetryMaxMs: 30_000,
  /** B: how long a handshake may take. */
  sandboxOpenMs: 10_000,
  /** J: documents of the library; every window holds all of them. */
  libraryDocuments: 2_000,
  /** Longest template of a saved message or an automatic reply. */
  libraryTextLength: 64 * 1024,
  /** Grants of one template. */
  libraryGrants: 500,
  /** Longest wait of an automatic reply; a longer one would be forgotten by whoever reads the traffic. */
  autoReplyDelayMs: 3_600_000,
  /** H2: characters of one chat message; a longer one is a document, and every reader would carry it. */
  chatBodyCharacters: 4000,
  /** H7: chat rooms, all of which are held in memory. */
  rooms: 10_000,
  /** Members put into one room; each is held in memory and sent to every window that looks at the room. */
  membersPerRoom: 1000,
  /** Messages kept of one room, a tenth more for a while; without it one talkative room fills the disk. */
  messagesPerRoom: 10_000,
  /** H3: messages that gather while the disk is waited for; beyond it the event loop waits too, or a disk that hangs would let them fill the memory. */
  chatMessagesGathered: 1000,
  /** H6: messages of a page when no number is asked for, as the reference shows them. */
  roomPage: 30,
  /** Rooms that a window shows; the others are found by their name. */
  roomWindowRooms: 1000,
  /** Newest messages of the open room that a window gets at first; older ones are asked for by page. */
  roomWindowMessages: 60,
  /** A23: edits that wait for their turn. Without it a node that cannot be asked whether it may edit would gather them without an end. */
  editsWaiting: 100,
  /** Edits in one list: a workspace import is one list. */
  editsPerCall: 10_000,
  /** Largest body that holds a workspace, and largest frame of a console window. */
  adminBodyBytes: 32 * 1024 * 1024,
  /** Largest body that holds a list of edits, of which each is a few hundred bytes. */
  editsBodyBytes: 8 * 1024 * 1024,
  /** Largest body of the other calls; what carries a message may have twice `maxFrameBytes` beside it, as its text has escapes. Larger ones hold everybody up. */
  bodyBytes: 1024 * 1024,
  /** Characters of a body from which on others get a turn between the steps of its call; parsing so many takes a millisecond or two. */
  largeBodyCharacters: 256 * 1024,
  /**
   * JSON values in one body: reading them holds the loop, and costs by their number. An import of 10,000 rows has about half as many.
   */
  bodyValues: 250_000,
  /** Body of a login: a key, in a form each of its bytes as three. It is read before anybody is known. */
  loginBodyBytes: 16 * 1024,
  /** Header lines of a request (431); each costs more than its bytes. */
  headerLines: 1_000,
  /** How long the headers and the whole of an HTTP request may take to arrive (408); slower ones hold a connection for nothing. */
  httpHeadersMs: 20_000,
  httpRequestMs: 60_000,
  /** How often both are looked at; at Node's own 30 s they would hold as much longer. */
  httpCheckMs: 2_000,
  /** How long a connection is kept for the next request. Longer than proxies keep theirs (nginx: 60 s), or they would send into one that is just closed. */
  httpKeepAliveMs: 72_000,
  /** How long a TLS handshake may take. */
  tlsHandshakeMs: 10_000,
  /** Sockets at once whose clients have shown neither key nor cookie nor spoken WebSocket; the one that waits longest makes room (503). */
  pendingSockets: 5_000,
  /** E20: how long refused requests of one address and one reason are counted in one entry, and addresses that get entries of their own in that time. */
  rejectionGroupMs: 60_000,
  rejectionGroups: 100,
  /** How often the entry of one that goes on is written anew; each time all windows hear of it. */
  rejectionUpdateMs: 1_000,
  /** How long a console window may take to answer our close frame. */
  consoleCloseMs: 500,
  /**
   * L15: how often a window checks its link, and after how many checks in a row without a word it gives the link up; without it a console behind a dead
   * link says "Running" for ever. A broker that is held up for half a minute is not given up.
   */
  consoleCheckMs: 10_000,
  consoleSilentChecks: 3,
  /** L15: most silent checks that a window waits for, after links that were given up too early (a large snapshot over a slow line). */
  consoleSilentChecksMax: 24,
  /** L15: how long a window's socket may take to open before it is tried anew; a dead network answers nothing at all. */
  consoleOpenMs: 15_000,
  /** How long SQLite waits for another process's lock before the edit is refused; the loop stands still meanwhile. */
  storeBusyMs: 1_000,
  /**
   * M10: the smallest heap that carries ordinary load (200 connections, 2,000 messages a second, capture and a console) and reads a full history of the
   * default size at its start. Half of it carries the load, and ends at such a start.
   */
  leastHeapBytes: 96 * 1024 * 1024,
  /** Bytes of log lines that may wait for a slow reader of stderr; later ones are dropped, or memory grows without bound. */
  logBacklogBytes: 1024 * 1024,
  /** A console login ticket (the one-time link) and a console cookie. */
  loginTicketMs: 15 * 60_000,
  consoleCookieMs: 30 * 24 * 3_600_000,
  /** E6: logins that were ended before their time; beyond it the older half of all logins ends, and the list stays small. */
  endedLogins: 1_000,
  /** E6: cookies of other servers that a login leaves in the browser; it sends all of them to each server of the machine, in every request. */
  consoleCookiesKept: 20,
} as const;
