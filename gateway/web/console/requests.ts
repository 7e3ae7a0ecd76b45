/** Every request that the console makes, by name. */
import { type Api, createApi, type UploadOptions } from '../lib/api';
import type {
  Agent,
  Agents,
  Attachment,
  Companies,
  Company,
  ChosenAvailability,
  Conversation,
  ConvertConversation,
  Counts,
  Delivery,
  Devices,
  Message,
  Messages,
  NewCompany,
  NewWebhookEndpoint,
  Notifications,
  NotificationSettings,
  PageConversation,
  PageTicket,
  PageWebhookDelivery,
  PostMessage,
  Presences,
  Redelivering,
  Session,
  SignIn,
  Ticket,
  TicketPatch,
  TranscriptWanted,
  Trash,
  TrashItem,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEndpointPatch,
  WebhookEndpoints,
  WebhookEndpointWithSecret,
  Workspace,
  WorkspacePatch,
} from '../lib/contracts';
import type { Status } from '../lib/conversations';
import type { Availability } from '../lib/presence';
import type { ProblemError } from '../lib/problems';
import type { Filter } from '../lib/tickets';
import type { DeliveryState } from '../lib/webhooks';

const ROOT = '/api/v1';
export const STREAM = `${ROOT}/stream`;
const WISHES = `${ROOT}/notification-settings`;

/** Most messages that one answer holds. */
export const MESSAGES_LIMIT = 200;

/** Where an attachment is downloaded from, or shown when it is a picture. */
export function attachmentAddress(conversationId: string, attachmentId: string): string {
  return `${ROOT}/conversations/${conversationId}/attachments/${attachmentId}`;
}

export function ticketAttachmentAddress(ticketId: string, attachmentId: string): string {
  return `${ROOT}/tickets/${ticketId}/attachments/${attachmentId}`;
}

export type Requests = ReturnType<typeof createRequests>;

export function createRequests(onProblem: (problem: ProblemError) => void) {
  const api: Api = createApi({ onProblem });
  const at = (id: string) => `${ROOT}/conversations/${id}`;
  const trashed = (id: string) => `${ROOT}/trash/${id}`;
  const webhook = (id: string) => `${ROOT}/webhooks/${id}`;
  const ticketPath = (id: string) => `${ROOT}/tickets/${id}`;
  return {
    session: () => api.get<Session>(`${ROOT}/session`),
    signIn: (given: SignIn) => api.send<Session>('POST', `${ROOT}/session`, given),
    signOut: () => api.send<void>('DELETE', `${ROOT}/session`),
    agents: () => api.get<Agents>(`${ROOT}/agents`),
    changePicture: (picture: Blob) => api.send<Agent>('PUT', `${ROOT}/agents/me/picture`, picture),
    removePicture: () => api.send<Agent>('DELETE', `${ROOT}/agents/me/picture`),
    beAvailable: (availability: Availability) =>
      api.send<ChosenAvailability>('PUT', `${ROOT}/agents/me/availability`, { availability }),
    presence: () => api.get<Presences>(`${ROOT}/presence`),
    changeWorkspace: (patch: WorkspacePatch) =>
      api.send<Workspace>('PATCH', `${ROOT}/workspace`, patch),

    conversations: (status: Status, cursor: string | null, limit: number, signal?: AbortSignal) =>
      api.get<PageConversation>(`${ROOT}/conversations`, { status, cursor, limit }, signal),
    /** Of every status, by customers and by what was written. */
    search: (q: string, cursor: string | null, signal: AbortSignal) =>
      api.get<PageConversation>(`${ROOT}/conversations`, { q, cursor }, signal),
    counts: (signal?: AbortSignal) =>
      api.get<Counts>(`${ROOT}/conversations/counts`, undefined, signal),
    conversation: (id: string, signal?: AbortSignal) =>
      api.get<Conversation>(at(id), undefined, signal),
    /** The `limit` messages after `after_seq`. */
    messages: (id: string, after_seq: number, limit = MESSAGES_LIMIT) =>
      api.get<Messages>(`${at(id)}/messages`, { after_seq, limit }),
    post: (id: string, message: PostMessage) =>
      api.send<Message>('POST', `${at(id)}/messages`, message),
    upload: (id: string, file: File, options: UploadOptions) =>
      api.upload<Attachment>(`${at(id)}/attachments`, file, options),
    read: (id: string, seq: number) => api.send<Conversation>('POST', `${at(id)}/read`, { seq }),
    close: (id: string) => api.send<Conversation>('POST', `${at(id)}/close`),
    convert: (id: string, given: ConvertConversation) =>
      api.send<Conversation>('POST', `${at(id)}/ticket`, given),
    notified: (id: string) => api.get<Notifications>(`${at(id)}/notifications`),
    sendTranscript: (id: string, wanted: TranscriptWanted) =>
      api.send<void>('POST', `${at(id)}/transcript`, wanted),

    notificationSettings: () => api.get<NotificationSettings>(WISHES),
    changeNotificationSettings: (wanted: NotificationSettings) =>
      api.send<NotificationSettings>('PUT', WISHES, wanted),
    testNotification: (channel: Delivery['channel']) =>
      api.send<Delivery>('POST', `${WISHES}/test`, { channel }),
    devices: () => api.get<Devices>(`${ROOT}/devices`),
    removeDevice: (token: string) =>
      api.send<void>('DELETE', `${ROOT}/devices/${encodeURIComponent(token)}`),

    /** Into the trash. */
    delete: (id: string) => api.send<void>('DELETE', at(id)),
    trash: (q: string, cursor: string | null, limit: number) =>
      api.get<Trash>(`${ROOT}/trash`, { q: q || null, cursor, limit }),
    /** Out of the trash; a moment later it is back. */
    restore: (id: string) => api.send<TrashItem>('POST', `${trashed(id)}/restore`),
    /** For good. */
    purge: (id: string) => api.send<void>('DELETE', trashed(id)),

    companies: (query: { q: string | null; domain: string | null }, signal?: AbortSignal) =>
      api.get<Companies>(`${ROOT}/companies`, query, signal),
    addCompany: (given: NewCompany) => api.send<Company>('POST', `${ROOT}/companies`, given),
    tickets: ({ status, companyId, q }: Filter, cursor: string | null, limit: number) =>
      api.get<PageTicket>(`${ROOT}/tickets`, {
        status,
        company_id: companyId,
        q: q || null,
        cursor,
        limit,
      }),
    ticket: (id: string) => api.get<Ticket>(ticketPath(id)),
    ticketMessages: (id: string, after_seq: number, limit = MESSAGES_LIMIT) =>
      api.get<Messages>(`${ticketPath(id)}/messages`, { after_seq, limit }),
    changeTicket: (id: string, patch: TicketPatch) =>
      api.send<Ticket>('PATCH', ticketPath(id), patch),

    webhooks: () => api.get<WebhookEndpoints>(`${ROOT}/webhooks`),
    addWebhook: (given: NewWebhookEndpoint) =>
      api.send<WebhookEndpointWithSecret>('POST', `${ROOT}/webhooks`, given),
    changeWebhook: (id: string, patch: WebhookEndpointPatch) =>
      api.send<WebhookEndpoint>('PATCH', webhook(id), patch),
    removeWebhook: (id: string) => api.send<void>('DELETE', webhook(id)),
    rotateWebhookSecret: (id: string) =>
      api.send<WebhookEndpointWithSecret>('POST', `${webhook(id)}/secret`),
    testWebhook: (id: string) => api.send<WebhookDelivery>('POST', `${webhook(id)}/test`),
    webhookDeliveries: (
      id: string,
      state: DeliveryState | null,
      cursor: string | null,
      limit: number,
    ) => api.get<PageWebhookDelivery>(`${webhook(id)}/deliveries`, { state, cursor, limit }),
    webhookDelivery: (id: string, deliveryId: string) =>
      api.get<WebhookDelivery>(`${webhook(id)}/deliveries/${deliveryId}`),
    redeliver: (id: string, deliveryId: string) =>
      api.send<WebhookDelivery>('POST', `${webhook(id)}/deliveries/${deliveryId}/redeliver`),
    /** All that failed of what happened from `since` on. */
    redeliverFailed: (id: string, since: string) =>
      api.send<Redelivering>('POST', `${webhook(id)}/redeliver`, { since }),
  };
}
