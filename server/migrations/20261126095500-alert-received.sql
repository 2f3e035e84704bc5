-- Alerts of an hour are counted by rule every hour: a small index of blocks spares the look at all of them and costs intake next to nothing.
create index alert_received on alert using brin (received_at);
