// Written by `npm run types` from the Python contracts; not to be edited.
// digest: 8a5f91e10fcff6ed

export type AgentFrame =
  | ConversationStartedFrame
  | MessageSentFrame
  | ConversationReadFrame
  | ConversationClosedFrame
  | ConversionRequestedFrame
  | ConversationConvertedFrame
  | ConversionFailedFrame
  | TicketCreatedFrame
  | TicketChangedFrame
  | WorkspaceChangedFrame;
export type VisitorFrame =
  | MessageSentFrame
  | ConversationClosedFrame
  | VisitorConvertedFrame
  | VisitorReadFrame
  | VisitorWorkspaceChangedFrame;

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
 * An agent as others see them.
 */
export interface Person {
  avatar_url: string | null;
  id: string;
  name: string;
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
 * All agents of the workspace, by name.
 */
export interface Agents {
  items: Agent[];
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
 */
export interface Conversation {
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
 * One thing wrong with one field; ``field`` is a dotted path such as ``body.text``.
 */
export interface FieldError {
  field: string;
  message: string;
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
 * Who is signed in, where, and what the workspace's plan includes.
 */
export interface Session {
  agent: Agent;
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
 * What the widget shows before the first message.
 */
export interface WidgetConfig {
  agents: Person[];
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
export const SUBJECT_LIMIT = 200 as const;
export const TEXT_LIMIT = 10000 as const;
