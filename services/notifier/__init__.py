"""Who wants to be told of new chats, and how; mails, pushes, and transcripts on their way out."""
