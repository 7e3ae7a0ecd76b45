// Written by `npm run types` from the Python contracts; not to be edited.
// digest: 7060d5b9d459412b

export type AgentFrame =
  | ConversationStartedFrame
  | MessageSentFrame
  | ConversationReadFrame
  | ConversationClosedFrame
  | ConversionRequestedFrame
  | ConversationConvertedFrame
  | ConversionFailedFrame
  | ConversationDeletedFrame
  | ConversationRestoredFrame
  | ConversationPurgedFrame
  | TicketCreatedFrame
  | TicketChangedFrame
  | PresenceChangedFrame
  | TeamChangedFrame
  | CustomerTypingFrame
  | AgentAvailabilityChangedFrame
  | TranscriptAskedFrame
  | NotificationSettingsChangedFrame
  | WorkspaceChangedFrame;
export type VisitorFrame =
  | MessageSentFrame
  | ConversationClosedFrame
  | VisitorConvertedFrame
  | VisitorDeletedFrame
  | VisitorRestoredFrame
  | TranscriptAskedFrame
  | VisitorReadFrame
  | VisitorWorkspaceChangedFrame
  | AgentTypingFrame
  | AgentsAvailabilityFrame;

/**
 * An agent as colleagues see them.
 */
export interface Agent {
  avatar_url: string | null;
  email: string;
  id: string;
  name: string;
  role: 'agent' | 'admin';
}
/**
 * An agent chose to be reached by customers, or not to be, wherever they are connected.
 */
export interface AgentAvailabilityChanged {
  agent: Person;
  availability: 'online' | 'away';
}
/**
 * An agent as others see them.
 */
export interface Person {
  avatar_url: string | null;
  id: string;
  name: string;
}
export interface AgentAvailabilityChangedFrame {
  data: AgentAvailabilityChanged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'agent.availability_changed.v1';
}
export interface ConversationStartedFrame {
  data: ConversationStarted;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.started.v1';
}
/**
 * A customer wrote for the first time.
 */
export interface ConversationStarted {
  conversation: ConversationFacts;
  message: Message;
}
/**
 * A conversation as everyone in the workspace sees it.
 *
 * ``version`` grows by one with every event about the conversation and equals the ``sequence``
 * of the newest. ``customer_read_seq`` is the last message that the customer has seen.
 */
export interface ConversationFacts {
  closed_at: string | null;
  closed_by: Author | null;
  created_at: string;
  customer: Customer;
  customer_read_seq: number;
  id: string;
  last_message: LastMessage;
  last_responder: Person | null;
  last_seq: number;
  status: 'active' | 'closed';
  ticket: TicketLink | null;
  updated_at: string;
  version: number;
}
/**
 * Who wrote a message or closed a conversation.
 */
export interface Author {
  avatar_url: string | null;
  id: string;
  kind: 'customer' | 'agent' | 'system';
  name: string;
}
/**
 * Who the conversation is with, as agents see them.
 */
export interface Customer {
  avatar_url: string | null;
  email: string;
  name: string;
}
/**
 * The newest message in a list row: the first 200 characters, and how many files.
 */
export interface LastMessage {
  attachments: number;
  author: Author;
  sent_at: string;
  text: string;
}
/**
 * How far the conversion of a conversation into a ticket has come.
 *
 * ``id`` and ``number`` are those of the ticket, once it is ``created``; a customer is told of
 * it then, and of the number alone. ``reason`` says why it was ``rejected``:
 * ``unknown-company``.
 */
export interface TicketLink {
  id: string | null;
  number: number | null;
  reason: string | null;
  state: 'requested' | 'created' | 'rejected';
}
/**
 * One message; ``seq`` counts 1, 2, 3 … within its conversation without a gap.
 */
export interface Message {
  attachments: Attachment[];
  author: Author;
  client_id: string;
  conversation_id: string;
  id: string;
  sent_at: string;
  seq: number;
  text: string;
}
/**
 * A file of a message; ``size`` in bytes.
 */
export interface Attachment {
  content_type: string;
  id: string;
  name: string;
  size: number;
}
export interface MessageSentFrame {
  data: MessageSent;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.message_sent.v1';
}
/**
 * A message was stored; its author has read the conversation up to it.
 */
export interface MessageSent {
  message: Message;
}
export interface ConversationReadFrame {
  data: ConversationRead;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.read.v1';
}
/**
 * Someone has seen the conversation up to ``seq``.
 */
export interface ConversationRead {
  reader: Reader;
  seq: number;
}
/**
 * Whose read mark moved.
 */
export interface Reader {
  id: string;
  kind: 'customer' | 'agent';
}
export interface ConversationClosedFrame {
  data: ConversationClosed;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.closed.v1';
}
/**
 * An agent or the customer ended the conversation.
 */
export interface ConversationClosed {
  closed_at: string;
  closed_by: Author;
}
export interface ConversionRequestedFrame {
  data: ConversionRequested;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.conversion_requested.v1';
}
/**
 * An agent asked for a ticket; the thread of ``last_seq`` messages is locked meanwhile.
 *
 * Said again, with the same ``request_id``, when no answer came for a while.
 */
export interface ConversionRequested {
  company_id: string;
  last_seq: number;
  request_id: string;
  requested_by: Author;
  requester: Customer;
  subject: string;
  ticket: TicketLink;
}
export interface ConversationConvertedFrame {
  data: ConversationConverted;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.converted.v1';
}
/**
 * The conversation goes on as a ticket, for good.
 */
export interface ConversationConverted {
  ticket: TicketLink;
}
export interface ConversionFailedFrame {
  data: ConversionFailed;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.conversion_failed.v1';
}
/**
 * There is no ticket, for the ``reason`` in ``ticket``; the conversation is closed as before,
 * and may be converted again.
 */
export interface ConversionFailed {
  ticket: TicketLink;
}
export interface ConversationDeletedFrame {
  data: ConversationDeleted;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.deleted.v1';
}
/**
 * An agent put the conversation into the trash: it is in no list any more and on no route but
 * the trash's.
 */
export interface ConversationDeleted {
  customer: Customer;
  deleted_at: string;
  deleted_by: Person;
  last_message: LastMessage;
  status: 'active' | 'closed';
  ticket: TicketLink | null;
}
export interface ConversationRestoredFrame {
  data: ConversationRestored;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.restored.v1';
}
/**
 * It is back from the trash, as it was. ``reads`` maps agents' ids to the last message that
 * each has seen.
 */
export interface ConversationRestored {
  conversation: ConversationFacts;
  reads: {
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[A-Za-z0-9_-]{1,64}$".
     */
    [k: string]: number;
  };
}
export interface ConversationPurgedFrame {
  data: ConversationPurged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.purged.v1';
}
/**
 * Nothing of it is left, for good; whoever keeps a copy forgets it.
 */
export interface ConversationPurged {
  purged_at: string;
}
export interface TicketCreatedFrame {
  data: TicketCreated;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'ticket.created.v1';
}
/**
 * A ticket exists, with its whole transcript. Said again, unchanged, to a chat that asks.
 */
export interface TicketCreated {
  ticket: Ticket;
}
/**
 * What a conversation has become, without its transcript.
 *
 * ``number`` is what people say (#1042), dense within the workspace. ``agents`` are those who
 * wrote in the conversation, in the order of their first message. ``last_seq`` is how many
 * messages the transcript has. ``version`` grows by one with every event about the ticket.
 */
export interface Ticket {
  agents: Person[];
  company: CompanyName;
  conversation_id: string;
  created_at: string;
  created_by: Author;
  id: string;
  last_seq: number;
  number: number;
  requester: Requester;
  status: 'open' | 'pending' | 'solved';
  subject: string;
  updated_at: string;
  version: number;
}
/**
 * A company as a ticket names it.
 */
export interface CompanyName {
  id: string;
  name: string;
}
/**
 * The customer whom a ticket came from.
 */
export interface Requester {
  email: string;
  name: string;
}
export interface TicketChangedFrame {
  data: TicketChanged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'ticket.changed.v1';
}
/**
 * Status or company changed; the whole new state.
 */
export interface TicketChanged {
  ticket: Ticket;
}
export interface PresenceChangedFrame {
  data: PresenceChanged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'presence.changed.v1';
}
/**
 * Who is at a conversation now: the whole set, so that a lost event heals with the next.
 *
 * Of two with the same subject the one with the higher ``sequence`` is newer; it grows, not by
 * ones.
 */
export interface PresenceChanged {
  agents: PresentAgent[];
  conversation_id: string;
  customer: PresentCustomer;
}
/**
 * An agent at a conversation; whoever replies in one tab and views in another replies.
 */
export interface PresentAgent {
  activity: 'viewing' | 'replying';
  avatar_url: string | null;
  id: string;
  name: string;
}
/**
 * Whether the customer's widget is connected, and when it was known to be so for the last
 * time; ``last_seen_at`` is null when it never was. While ``is_online`` it is connected now.
 */
export interface PresentCustomer {
  is_online: boolean;
  last_seen_at: string | null;
}
export interface TeamChangedFrame {
  data: TeamChanged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'presence.team_changed.v1';
}
/**
 * Which agents of the workspace (``subject``) customers can reach now: connected somewhere,
 * and not away by their own choice. The whole set; ``sequence`` as in ``PresenceChanged``.
 */
export interface TeamChanged {
  online_agent_ids: string[];
}
export interface CustomerTypingFrame {
  data: CustomerTyping;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'customer.typing.v1';
}
/**
 * The customer of a conversation (``subject``) types, or has stopped. Never stored or
 * replayed; ``sequence`` means nothing.
 */
export interface CustomerTyping {
  is_typing: boolean;
}
export interface TranscriptAskedFrame {
  data: TranscriptAsked;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.transcript_requested.v1';
}
/**
 * Someone has asked for a transcript, which is no frame's matter; it counts as a change.
 */
export interface TranscriptAsked {}
export interface NotificationSettingsChangedFrame {
  data: NotificationSettingsChanged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'notification.settings_changed.v1';
}
/**
 * An agent wants to be alerted otherwise; only that agent's sockets carry it.
 */
export interface NotificationSettingsChanged {
  agent_id: string;
  settings: NotificationSettings;
}
/**
 * What one agent wants to be alerted by; everything is on until they say otherwise.
 */
export interface NotificationSettings {
  email: boolean;
  mobile: boolean;
  sound: boolean;
}
export interface WorkspaceChangedFrame {
  data: WorkspaceChanged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'workspace.changed.v1';
}
/**
 * Name, plan, live-chat switch or widget settings changed; the whole new state.
 */
export interface WorkspaceChanged {
  workspace: Workspace;
}
/**
 * One help desk. ``key`` is public: it stands in the widget's address on every page.
 */
export interface Workspace {
  id: string;
  key: string;
  live_chat_enabled: boolean;
  name: string;
  plan: 'free' | 'starter' | 'pro' | 'premium' | 'enterprise';
  widget: Widget;
}
/**
 * How the widget looks and where it may be embedded (empty: on any site).
 */
export interface Widget {
  allowed_origins: string[];
  color: string;
  greeting: string;
}
/**
 * Who writes a reply to the customer now: all of them, or nobody any more.
 */
export interface AgentTyping {
  agents: Person[];
}
export interface AgentTypingFrame {
  data: AgentTyping;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'agent.typing.v1';
}
/**
 * All agents of the workspace, by name.
 */
export interface Agents {
  items: Colleague[];
}
/**
 * An agent with what they chose, and whether customers can reach them now: they chose
 * ``online`` and are connected somewhere.
 */
export interface Colleague {
  availability: 'online' | 'away';
  avatar_url: string | null;
  email: string;
  id: string;
  is_online: boolean;
  name: string;
  role: 'agent' | 'admin';
}
/**
 * Whether any agent can be reached now. ``are_agents_online`` of the widget's configuration is
 * the snapshot of it.
 */
export interface AgentsAvailability {
  are_online: boolean;
}
export interface AgentsAvailabilityFrame {
  data: AgentsAvailability;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'agents.availability.v1';
}
/**
 * An agent's API token, without its secret.
 */
export interface ApiToken {
  created_at: string;
  id: string;
  name: string;
}
/**
 * The signed-in agent's API tokens, newest first.
 */
export interface ApiTokens {
  items: ApiToken[];
}
/**
 * Whether customers shall count on the signed-in agent.
 */
export interface ChooseAvailability {
  availability: 'online' | 'away';
}
/**
 * What the signed-in agent chose.
 */
export interface ChosenAvailability {
  availability: 'online' | 'away';
}
/**
 * The companies that a search finds, those with the asked domain first.
 */
export interface Companies {
  items: Company[];
}
/**
 * Whom a ticket is for. Its ``name`` is the only one of the workspace, whatever the case and
 * the spaces; ``domain`` is the one of its people's e-mail addresses.
 */
export interface Company {
  created_at: string;
  domain: string | null;
  id: string;
  name: string;
}
/**
 * ``ready``: subscribed, take a fresh snapshot now (sent again whenever events may have been
 * missed). ``pong``: answers ``ping``.
 */
export interface ControlFrame {
  type: 'ready' | 'pong';
}
/**
 * A conversation as one agent sees it: with the agent's own read mark.
 *
 * ``unread`` = ``last_seq`` − ``read_seq``; an agent's own message counts as read by them.
 * ``agents_read_seq`` is the last message that any agent has seen; 0 while nobody has looked.
 */
export interface Conversation {
  agents_read_seq: number;
  closed_at: string | null;
  closed_by: Author | null;
  created_at: string;
  customer: Customer;
  customer_read_seq: number;
  id: string;
  last_message: LastMessage;
  last_responder: Person | null;
  last_seq: number;
  read_seq: number;
  status: 'active' | 'closed';
  ticket: TicketLink | null;
  unread: number;
  updated_at: string;
  version: number;
}
/**
 * Who is at a conversation. ``version`` is the ``sequence`` of the newest event about it.
 */
export interface ConversationPresence {
  agents: PresentAgent[];
  conversation_id: string;
  customer: PresentCustomer;
  version: number;
}
/**
 * Make a ticket of a closed conversation, for this company.
 */
export interface ConvertConversation {
  company_id: string;
  subject: string;
}
/**
 * How many conversations of each status a workspace has, exactly.
 */
export interface Counts {
  active: number;
  closed: number;
}
/**
 * A new API token; ``token`` is shown this once.
 */
export interface CreatedApiToken {
  created_at: string;
  id: string;
  name: string;
  token: string;
}
/**
 * One person told, or not, over one channel, and why.
 *
 * ``agent`` is null where the customer was written to (a transcript); ``to`` is the address
 * then, shortened. ``reason`` says why it failed, was skipped, or is not sent yet.
 */
export interface Delivery {
  agent: Person | null;
  attempts: number;
  channel: 'email' | 'mobile';
  created_at: string;
  event: string;
  id: string;
  purpose: 'new_conversation' | 'transcript' | 'test' | 'webhook_disabled';
  reason: string | null;
  state: 'pending' | 'sent' | 'failed' | 'skipped';
  to: string | null;
  updated_at: string;
}
/**
 * A registered mobile device.
 */
export interface Device {
  name: string | null;
  registered_at: string;
  token: string;
}
/**
 * The signed-in agent's devices, the newest first.
 */
export interface Devices {
  items: Device[];
}
/**
 * One thing wrong with one field; ``field`` is a dotted path such as ``body.text``.
 */
export interface FieldError {
  field: string;
  message: string;
}
/**
 * Several frames of presence at once, where many change at a time.
 */
export interface GatheredFrames {
  frames: AgentFrame[];
  type: 'gathered';
}
/**
 * ``seq`` of the newest message that the reader has seen.
 */
export interface MarkRead {
  seq: number;
}
/**
 * Messages of one thread in ascending ``seq``.
 */
export interface Messages {
  items: Message[];
}
/**
 * What to call a new API token.
 */
export interface NewApiToken {
  name: string;
}
/**
 * A company to add. A repeat is recognised by its name, so ``client_id`` may be left out.
 */
export interface NewCompany {
  client_id?: string | null;
  domain?: string | null;
  name: string;
}
/**
 * A mobile device of the signed-in agent; one that was another agent's moves.
 */
export interface NewDevice {
  name?: string | null;
  token: string;
}
/**
 * An address, and what it is to be told of.
 */
export interface NewWebhookEndpoint {
  client_id: string;
  description?: string;
  event_types?: string[];
  url: string;
}
/**
 * The settings as a whole.
 */
export interface NotificationSettingsChange {
  email: boolean;
  mobile: boolean;
  sound: boolean;
}
/**
 * Everyone who was told of one conversation, or was not: by name, then by channel.
 */
export interface Notifications {
  items: Delivery[];
}
/**
 * What the widget gets: the conversation and the visitor token to go on with it.
 */
export interface OpenedConversation {
  conversation: VisitorConversation;
  message: Message;
  token: string;
}
/**
 * A conversation as its customer sees it; nothing about who merely looks at it.
 *
 * ``agents_read_seq`` is the last message that any agent has seen.
 */
export interface VisitorConversation {
  agents_read_seq: number;
  closed_at: string | null;
  closed_by: Author | null;
  created_at: string;
  id: string;
  last_responder: Person | null;
  last_seq: number;
  read_seq: number;
  status: 'active' | 'closed';
  ticket: TicketLink | null;
  unread: number;
  updated_at: string;
  version: number;
}
export interface PageConversation {
  items: Conversation[];
  next_cursor: string | null;
}
export interface PageTicket {
  items: Ticket[];
  next_cursor: string | null;
}
export interface PageWebhookDelivery {
  items: WebhookDelivery[];
  next_cursor: string | null;
}
/**
 * One event for one endpoint. ``event_id`` is what it carries as ``webhook-id``, every time.
 *
 * ``reason`` says why there is no other attempt, where the last attempt's error does not. What it
 * says is kept as long as this is, unless its conversation is purged: then it cannot be sent
 * again.
 */
export interface WebhookDelivery {
  attempts: WebhookAttempt[];
  can_be_redelivered: boolean;
  created_at: string;
  event_id: string;
  event_type: string;
  id: string;
  next_attempt_at: string | null;
  reason: string | null;
  state: 'pending' | 'delivered' | 'failed';
  subject: string;
}
/**
 * One time that it was tried: ``status`` is what was answered, if anything was; ``error`` says
 * why it does not count, and is null for the one that did.
 */
export interface WebhookAttempt {
  at: string;
  error: string | null;
  milliseconds: number;
  status: number | null;
}
/**
 * Asks for a ``pong``.
 */
export interface PingFrame {
  type: 'ping';
}
/**
 * An agent's message; the reply guard holds it when another agent wrote after
 * ``last_seen_seq``, unless ``send_anyway``. Without ``last_seen_seq`` nothing is held.
 */
export interface PostMessage {
  attachment_ids?: string[];
  client_id: string;
  last_seen_seq?: number | null;
  send_anyway?: boolean;
  text?: string;
}
/**
 * A customer's message: text, files, or both.
 */
export interface PostVisitorMessage {
  attachment_ids?: string[];
  client_id: string;
  text?: string;
}
/**
 * An agent's: what this connection does where. It is at one conversation at a time, so a new
 * one ends the last. ``none`` ends what it does at ``conversation_id``. To be repeated every
 * five seconds; after eleven without one the agent counts as gone from there.
 */
export interface PresenceFrame {
  activity: ('viewing' | 'replying') | 'none';
  conversation_id: string;
  type: 'presence';
}
/**
 * Every conversation of the workspace where an agent or the customer is now.
 */
export interface Presences {
  items: ConversationPresence[];
}
/**
 * What went wrong and what to do about it.
 *
 * ``type`` is ``urn:parley:problem:<slug>`` and never changes its meaning. A problem may carry
 * members of its own beside these, for instance ``plan_needed`` or ``limit_bytes``.
 */
export interface Problem {
  detail: string | null;
  errors: FieldError[] | null;
  status: number;
  title: string;
  type: string;
  [k: string]: unknown;
}
/**
 * All that failed of what happened from ``since`` on.
 */
export interface RedeliverFailed {
  since: string;
}
/**
 * How many are tried again now.
 */
export interface Redelivering {
  count: number;
}
/**
 * Who is signed in, where, what the workspace's plan includes, and what the agent chose.
 */
export interface Session {
  agent: Agent;
  availability: 'online' | 'away';
  features: 'live_chat'[];
  plan: 'free' | 'starter' | 'pro' | 'premium' | 'enterprise';
  workspace: Workspace;
}
/**
 * An agent's e-mail address and password.
 */
export interface SignIn {
  email: string;
  password: string;
}
/**
 * A customer's first message, with who they are.
 */
export interface StartConversation {
  client_id: string;
  email: string;
  name: string;
  text: string;
}
/**
 * Which channel to try.
 */
export interface TestNotification {
  channel: 'email' | 'mobile';
}
/**
 * What to change of a ticket; what is left out stays.
 */
export interface TicketPatch {
  company_id?: string | null;
  status?: ('open' | 'pending' | 'solved') | null;
}
/**
 * The first frame of a socket that has no cookie.
 */
export interface TokenFrame {
  token: string;
  type: 'token';
}
/**
 * Where to send the conversation to, and in whose time zone its times are to stand.
 */
export interface TranscriptWanted {
  email: string;
  time_zone?: string;
}
/**
 * One page of the trash, the newest deletion first: what can be restored, or is being.
 *
 * ``retention_seconds`` is how long what is deleted now will be kept.
 */
export interface Trash {
  items: TrashItem[];
  next_cursor: string | null;
  retention_seconds: number;
}
/**
 * A deleted conversation. It can be restored while it is ``held``, until ``purge_at``; a
 * ``restoring`` one is about to leave for the lists, a ``purging`` one is about to be no more.
 */
export interface TrashItem {
  conversation_id: string;
  customer: Customer;
  deleted_at: string;
  deleted_by: Person;
  last_message: LastMessage;
  purge_at: string;
  state: 'held' | 'restoring' | 'purging';
  status: 'active' | 'closed';
  ticket: TicketLink | null;
}
/**
 * A customer's: they type, or have stopped. To be repeated every few seconds while they do.
 */
export interface TypingFrame {
  is_typing: boolean;
  type: 'typing';
}
/**
 * The conversation goes on as the ticket with this ``number``.
 */
export interface VisitorConverted {
  number: number;
}
export interface VisitorConvertedFrame {
  data: VisitorConverted;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.converted.v1';
}
/**
 * The conversation has ended: it answers no more, unless it is restored.
 */
export interface VisitorDeleted {}
export interface VisitorDeletedFrame {
  data: VisitorDeleted;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.deleted.v1';
}
export interface VisitorRestoredFrame {
  data: VisitorRestored;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.restored.v1';
}
/**
 * The conversation goes on as it was.
 */
export interface VisitorRestored {
  conversation: VisitorConversation;
}
export interface VisitorReadFrame {
  data: VisitorRead;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'conversation.read.v1';
}
/**
 * An agent (any) has seen the customer's conversation up to ``seq``, or the customer has, on
 * another page.
 */
export interface VisitorRead {
  by: 'customer' | 'agent';
  seq: number;
}
export interface VisitorWorkspaceChangedFrame {
  data: VisitorWorkspaceChanged;
  id: string;
  sequence: number;
  subject: string;
  time: string;
  type: 'workspace.changed.v1';
}
/**
 * Whether the workspace's live chat is open to customers now.
 */
export interface VisitorWorkspaceChanged {
  enabled: boolean;
}
/**
 * An address that events of the workspace are sent to; without ``event_types`` all of them.
 *
 * ``failing_since`` is when the first attempt failed after the last that did not. One that has
 * failed for days is disabled, and ``disabled_reason`` says why; what an admin has switched off
 * has none.
 */
export interface WebhookEndpoint {
  created_at: string;
  description: string;
  disabled_reason: string | null;
  event_types: string[];
  failing_since: string | null;
  id: string;
  is_enabled: boolean;
  last_delivered_at: string | null;
  updated_at: string;
  url: string;
}
/**
 * What is to be different; what is left out stays as it is.
 */
export interface WebhookEndpointPatch {
  description?: string | null;
  event_types?: string[] | null;
  is_enabled?: boolean | null;
  url?: string | null;
}
/**
 * An endpoint and what it checks signatures with (``whsec_…``), which is not told again.
 */
export interface WebhookEndpointWithSecret {
  endpoint: WebhookEndpoint;
  secret: string;
}
/**
 * All of a workspace, the oldest first, and the types of events that are offered.
 */
export interface WebhookEndpoints {
  event_types: string[];
  items: WebhookEndpoint[];
}
/**
 * What the widget shows before the first message.
 */
export interface WidgetConfig {
  agents: Person[];
  are_agents_online: boolean;
  color: string;
  enabled: boolean;
  greeting: string;
  workspace_name: string;
}
/**
 * The widget settings to change; what is left out stays.
 */
export interface WidgetPatch {
  allowed_origins?: string[] | null;
  color?: string | null;
  greeting?: string | null;
}
/**
 * What an admin may change; what is left out stays.
 */
export interface WorkspacePatch {
  live_chat_enabled?: boolean | null;
  name?: string | null;
  plan?: ('free' | 'starter' | 'pro' | 'premium' | 'enterprise') | null;
  widget?: WidgetPatch | null;
}

export const FILES_PER_MESSAGE = 10 as const;
export const FILE_LIMIT_BYTES = 20971520 as const;
export const PLANS = ["free","starter","pro","premium","enterprise"] as const;
export const PLAN_NEEDED = "pro" as const;
export const PRESENCE_REPEAT_SECONDS = 5 as const;
export const SUBJECT_LIMIT = 200 as const;
export const TEXT_LIMIT = 10000 as const;
export const TYPING_SECONDS = 6 as const;
export const WEBHOOKS_PER_WORKSPACE = 20 as const;
