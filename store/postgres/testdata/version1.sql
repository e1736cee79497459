CREATE TABLE reparto.account (
    id text NOT NULL COLLATE pg_catalog."C",
    revision bigint DEFAULT 0 NOT NULL,
    events bigint DEFAULT 0 NOT NULL,
    directory text
);
CREATE TABLE reparto.agent (
    account text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    written boolean NOT NULL,
    known boolean NOT NULL,
    events bigint NOT NULL,
    status smallint NOT NULL,
    chosen smallint NOT NULL,
    cause text NOT NULL,
    since bigint NOT NULL,
    activity bigint NOT NULL,
    load bigint NOT NULL,
    idle_from bigint NOT NULL,
    ramped bigint NOT NULL,
    seq bigint NOT NULL,
    wake_at bigint NOT NULL,
    CONSTRAINT agent_load_check CHECK ((load >= 0))
)
WITH (fillfactor='50');
CREATE TABLE reparto.consumer (
    account text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    "position" bigint NOT NULL,
    busy bigint NOT NULL,
    held text NOT NULL
);
CREATE TABLE reparto.contact (
    account text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    written boolean NOT NULL,
    affinity text NOT NULL COLLATE pg_catalog."C",
    doc text NOT NULL
);
CREATE TABLE reparto.conversation (
    account text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    contact text NOT NULL COLLATE pg_catalog."C",
    events bigint NOT NULL,
    area smallint NOT NULL,
    home text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    owner text NOT NULL COLLATE pg_catalog."C",
    last_owner text NOT NULL COLLATE pg_catalog."C",
    waiting bigint NOT NULL,
    recency bigint NOT NULL,
    urgency bigint NOT NULL,
    queued_at bigint NOT NULL,
    wake_at bigint NOT NULL,
    wake_rank smallint NOT NULL,
    doc text NOT NULL
)
WITH (fillfactor='85');
CREATE SEQUENCE reparto.ticket
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE reparto.event (
    account text NOT NULL COLLATE pg_catalog."C",
    kind smallint NOT NULL,
    subject text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    ticket bigint DEFAULT nextval('reparto.ticket'::regclass) NOT NULL,
    "position" bigint,
    recorded bigint NOT NULL,
    doc text NOT NULL
);
CREATE TABLE reparto.feed (
    account text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL
);
CREATE TABLE reparto.inbox (
    account text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    written boolean NOT NULL,
    known boolean NOT NULL,
    turn bigint NOT NULL,
    wake_at bigint NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE reparto.job (
    account text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    doc text NOT NULL
);
CREATE TABLE reparto.migration (
    version bigint NOT NULL,
    oldest bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE reparto.note (
    account text NOT NULL COLLATE pg_catalog."C",
    conversation text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    doc text NOT NULL
);
CREATE TABLE reparto.operation (
    account text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    result bytea NOT NULL
);
CREATE TABLE reparto.seat (
    account text NOT NULL COLLATE pg_catalog."C",
    agent text NOT NULL COLLATE pg_catalog."C",
    inbox text NOT NULL COLLATE pg_catalog."C",
    member boolean NOT NULL,
    "position" bigint NOT NULL,
    barred text NOT NULL,
    needs_online boolean NOT NULL,
    attends boolean NOT NULL,
    most bigint NOT NULL,
    ordering smallint NOT NULL,
    ramp_most bigint NOT NULL,
    ramp_period bigint NOT NULL,
    ordinal bigint NOT NULL,
    rank bigint NOT NULL,
    ready boolean NOT NULL,
    human boolean NOT NULL
)
WITH (fillfactor='70');
INSERT INTO reparto.account VALUES ('acme', 1, 0, '{"agents":[{"id":"Ana"}],"inboxes":[{"id":"Sales","members":["Ana"],"policy":{"enabled":false,"eligible":"online","limit":0}}],"options":{"rampIn":{"limit":0,"period":0},"permissions":{}}}');
INSERT INTO reparto.agent VALUES ('acme', 'Ana', false, true, 0, 0, 0, '', 0, 0, 0, 0, 0, 0, 0);
INSERT INTO reparto.consumer VALUES ('acme', 'reader', 2, 0, 0, '[]');
INSERT INTO reparto.contact VALUES ('acme', 'contact of 1', true, 'Ana', '{"id":"contact of 1","affinity":"Ana","attributes":{"city":"Lima"}}');
INSERT INTO reparto.conversation VALUES ('acme', '1', 'web', 'contact of 1', 1, 2, 'General', '', '', '', 4611686018427387903, 0, 0, 1, 63908000000000000, 1, '{"id":"1","channel":"web","contact":"contact of 1","place":{"state":"BANDEJA","inbox":"General","since":"0001-01-01T00:00:00.000001Z"},"previous":{"state":"NONE","since":null},"seq":1,"episode":0,"epoch":0,"takenFrom":"General","episodeAt":null,"openedAt":null,"updated":null,"lastInbound":null,"lastActivity":null,"windowEnds":null,"unanswered":null,"queuedAt":"0001-01-01T00:00:00.000001Z","noticeUntil":null,"clockFrom":null,"returnUntil":null,"deadlines":[null,null,null,null,null],"wake":{"at":"2026-03-01T22:13:20Z","rank":1}}');
INSERT INTO reparto.event VALUES ('acme', 0, '1', 1, 1, 1, 0, '{"subject":{"kind":0,"id":"1"},"seq":1,"type":"Received","at":"0001-01-01T00:00:00.000001Z","recorded":null,"by":{"kind":"system"},"from":{"state":"NONE","since":null},"to":{"state":"NONE","since":null},"sentAt":null,"text":"1","until":null}');
INSERT INTO reparto.feed VALUES ('acme', 1);
INSERT INTO reparto.inbox VALUES ('acme', 'General', false, true, 0, 0);
INSERT INTO reparto.inbox VALUES ('acme', 'Personal of Ana', false, true, 0, 0);
INSERT INTO reparto.inbox VALUES ('acme', 'Sales', false, true, 0, 0);
INSERT INTO reparto.migration VALUES (1, 1, '2026-11-22 01:56:16.672836+00');
INSERT INTO reparto.operation VALUES ('acme', 'op', 0, '\x646f6e65');
INSERT INTO reparto.seat VALUES ('acme', 'Ana', 'General', true, 0, 'assignment off', true, true, 0, 0, 0, 0, 0, 0, false, false);
INSERT INTO reparto.seat VALUES ('acme', 'Ana', 'Sales', true, 0, 'assignment off', true, true, 0, 0, 0, 0, 0, 0, false, false);
SELECT pg_catalog.setval('reparto.ticket', 2, true);
ALTER TABLE ONLY reparto.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY reparto.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (account, id);
ALTER TABLE ONLY reparto.consumer
    ADD CONSTRAINT consumer_pkey PRIMARY KEY (account, name);
ALTER TABLE ONLY reparto.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (account, id);
ALTER TABLE ONLY reparto.conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (account, id);
ALTER TABLE ONLY reparto.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (account, kind, subject, seq);
ALTER TABLE ONLY reparto.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (account);
ALTER TABLE ONLY reparto.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (account, id);
ALTER TABLE ONLY reparto.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (account, id);
ALTER TABLE ONLY reparto.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (version);
ALTER TABLE ONLY reparto.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (account, conversation, seq);
ALTER TABLE ONLY reparto.operation
    ADD CONSTRAINT operation_pkey PRIMARY KEY (account, id);
ALTER TABLE ONLY reparto.seat
    ADD CONSTRAINT seat_pkey PRIMARY KEY (account, agent, inbox);
CREATE INDEX agent_wake ON reparto.agent USING btree (account, wake_at, id) WHERE (wake_at <> 0);
CREATE INDEX contact_affinity ON reparto.contact USING btree (account, affinity) WHERE (affinity <> ''::text);
CREATE INDEX conversation_area_recency ON reparto.conversation USING btree (account, area, recency, id) WHERE (area <> 0);
CREATE INDEX conversation_area_waiting ON reparto.conversation USING btree (account, area, waiting, id) WHERE (area <> 0);
CREATE INDEX conversation_holder_recency ON reparto.conversation USING btree (account, area, holder, recency, id) WHERE (holder <> ''::text);
CREATE INDEX conversation_holder_waiting ON reparto.conversation USING btree (account, area, holder, waiting, id) WHERE (holder <> ''::text);
CREATE INDEX conversation_home_recency ON reparto.conversation USING btree (account, area, home, recency, id) WHERE (area <> 0);
CREATE INDEX conversation_home_waiting ON reparto.conversation USING btree (account, area, home, waiting, id) WHERE (area <> 0);
CREATE INDEX conversation_queue ON reparto.conversation USING btree (account, home, urgency, queued_at, id) WHERE (area = 2);
CREATE INDEX conversation_wake ON reparto.conversation USING btree (account, wake_at, wake_rank, id) WHERE (wake_at <> 0);
CREATE UNIQUE INDEX conversation_chat ON reparto.conversation USING btree (account, contact, channel) WHERE (contact <> ''::text);
CREATE UNIQUE INDEX event_feed ON reparto.event USING btree (account, "position") WHERE ("position" IS NOT NULL);
CREATE INDEX event_unplaced ON reparto.event USING btree (account, ticket) WHERE ("position" IS NULL);
CREATE INDEX inbox_wake ON reparto.inbox USING btree (account, wake_at, id) WHERE (wake_at <> 0);
CREATE INDEX operation_age ON reparto.operation USING btree (account, at) WHERE (id <> ''::text);
CREATE INDEX seat_human ON reparto.seat USING btree (account, inbox) WHERE human;
CREATE INDEX seat_ready ON reparto.seat USING btree (account, inbox, rank, ordinal, "position", agent) WHERE ready;
CREATE INDEX seat_turn ON reparto.seat USING btree (account, inbox, ordinal, "position", agent) WHERE member;
