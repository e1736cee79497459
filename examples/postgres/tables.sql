-- The host's own tables. The store's stand beside them in the same schema; where names would clash it gets one of its own.

-- What contacts wrote. The library keeps no texts: routing needs only that a message came.
create table if not exists message (
    channel      text        not null,
    id           text        not null, -- the channel's id of it
    contact      text        not null,
    conversation text        not null, -- the library's id of the chat
    text         text        not null,
    sent_at      timestamptz not null,
    primary key (channel, id)
);

-- What happened, one row for each event, in the order it was told.
create table if not exists timeline (
    line    bigint      generated always as identity,
    subject text        not null, -- the chat, agent or account that it happened to
    seq     bigint      not null, -- its number there, from 1 without a gap
    at      timestamptz not null,
    what    text        not null,
    place   text        not null, -- where the chat is since then
    worker  text        not null, -- who wrote the row
    primary key (subject, seq)
);
