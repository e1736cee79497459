-- Ids are bytes: collate "C" everywhere. Instants are integers, microseconds since the year 1; 0 is "not set". A doc is the JSON of
-- the row's value; the columns beside it follow from it and are there to be found by.

create sequence reparto.ticket; -- numbers events as they are inserted, and revisions of consumers

create table reparto.account (
  id text collate "C" primary key,
  revision bigint not null default 0, -- of the directory
  events bigint not null default 0,   -- number of the account's own last event
  directory text
);

create table reparto.conversation (
  account text collate "C" not null,
  id text collate "C" not null,
  channel text collate "C" not null,
  contact text collate "C" not null,
  events bigint not null, -- number of its last event
  area smallint not null,
  home text collate "C" not null,
  holder text collate "C" not null,
  owner text collate "C" not null,
  last_owner text collate "C" not null,
  waiting bigint not null,
  recency bigint not null,
  urgency bigint not null,
  queued_at bigint not null,
  wake_at bigint not null,
  wake_rank smallint not null,
  doc text not null,
  primary key (account, id)
) with (fillfactor = 85);
-- Some indexes have a condition that always holds. It keeps the planner from them where a row is looked up by its key, which it would
-- do by any index while the table is almost empty, and go on doing when it has grown. Lists: each shelf is one range of an index, in
-- both orders.
create index conversation_area_waiting on reparto.conversation (account, area, waiting, id) where area <> 0;
create index conversation_area_recency on reparto.conversation (account, area, recency, id) where area <> 0;
create index conversation_home_waiting on reparto.conversation (account, area, home, waiting, id) where area <> 0;
create index conversation_home_recency on reparto.conversation (account, area, home, recency, id) where area <> 0;
create index conversation_holder_waiting on reparto.conversation (account, area, holder, waiting, id) where holder <> '';
create index conversation_holder_recency on reparto.conversation (account, area, holder, recency, id) where holder <> '';
-- The queue of a shared inbox, in order of service.
create index conversation_queue on reparto.conversation (account, home, urgency, queued_at, id) where area = 2;
create index conversation_wake on reparto.conversation (account, wake_at, wake_rank, id) where wake_at <> 0;
create unique index conversation_chat on reparto.conversation (account, contact, channel) where contact <> '';

-- One row for each contact who has a row or a chat.
create table reparto.contact (
  account text collate "C" not null,
  id text collate "C" not null,
  written boolean not null, -- there is a doc
  affinity text collate "C" not null,
  doc text not null,
  primary key (account, id)
);
create index contact_affinity on reparto.contact (account, affinity) where affinity <> '';

create table reparto.agent (
  account text collate "C" not null,
  id text collate "C" not null,
  written boolean not null,
  known boolean not null,
  events bigint not null, -- number of their last event
  status smallint not null,
  chosen smallint not null,
  cause text not null,
  since bigint not null,
  activity bigint not null,
  load bigint not null check (load >= 0),
  idle_from bigint not null,
  ramped bigint not null,
  seq bigint not null,
  wake_at bigint not null,
  primary key (account, id)
) with (fillfactor = 50);
create index agent_wake on reparto.agent (account, wake_at, id) where wake_at <> 0;

create table reparto.inbox (
  account text collate "C" not null,
  id text collate "C" not null,
  written boolean not null,
  known boolean not null,
  turn bigint not null,
  wake_at bigint not null,
  primary key (account, id)
) with (fillfactor = 50);
create index inbox_wake on reparto.inbox (account, wake_at, id) where wake_at <> 0;

-- Nobody writes a seat without holding its agent's row.
create table reparto.seat (
  account text collate "C" not null,
  agent text collate "C" not null,
  inbox text collate "C" not null,
  member boolean not null, -- else the row only remembers the ordinal
  position bigint not null,
  barred text not null,
  needs_online boolean not null,
  attends boolean not null,
  most bigint not null,
  ordering smallint not null,
  ramp_most bigint not null,
  ramp_period bigint not null,
  ordinal bigint not null,
  rank bigint not null,
  ready boolean not null,
  human boolean not null,
  primary key (account, agent, inbox)
) with (fillfactor = 70);
create index seat_ready on reparto.seat (account, inbox, rank, ordinal, position, agent) where ready;
create index seat_turn on reparto.seat (account, inbox, ordinal, position, agent) where member;
create index seat_human on reparto.seat (account, inbox) where human;

create table reparto.note (
  account text collate "C" not null,
  conversation text collate "C" not null,
  seq bigint not null,
  doc text not null,
  primary key (account, conversation, seq)
);

-- An event has no position until somebody reads the feed: see the column's writer.
create table reparto.event (
  account text collate "C" not null,
  kind smallint not null,
  subject text collate "C" not null,
  seq bigint not null,
  ticket bigint not null default nextval('reparto.ticket'),
  position bigint,
  recorded bigint not null,
  doc text not null,
  primary key (account, kind, subject, seq)
);
create index event_unplaced on reparto.event (account, ticket) where position is null;
create unique index event_feed on reparto.event (account, position) where position is not null;

create table reparto.feed (
  account text collate "C" primary key,
  position bigint not null -- the last that was given to an event
);

create table reparto.consumer (
  account text collate "C" not null,
  name text collate "C" not null,
  revision bigint not null,
  position bigint not null,
  busy bigint not null,
  held text not null,
  primary key (account, name)
);

create table reparto.operation (
  account text collate "C" not null,
  id text collate "C" not null,
  at bigint not null,
  result bytea not null,
  primary key (account, id)
);
create index operation_age on reparto.operation (account, at) where id <> '';

create table reparto.job (
  account text collate "C" not null,
  id text collate "C" not null,
  at bigint not null,
  doc text not null,
  primary key (account, id)
);

insert into reparto.migration (version, oldest) values (1, 1);
