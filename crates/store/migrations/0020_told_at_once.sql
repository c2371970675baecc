-- min_compatible: 20
-- rebuild: outbox
-- Notices are written with the events that they tell of: what still waits is told by the rebuild, and nothing waits any more. Sums of quarters
-- and years are those of their months. A command's key need not know a place in its stream. The next time-out of a request stands in its row.
DELETE FROM balance_period WHERE length(period) = 4 OR substr(period, 6, 1) = 'Q';
ALTER TABLE command DROP COLUMN seq;
ALTER TABLE request ADD COLUMN timer_at BIGINT;
ALTER TABLE request ADD COLUMN timer_since BIGINT;
ALTER TABLE request ADD COLUMN timer_step BIGINT;
UPDATE request SET timer_at = (SELECT due_at FROM timer WHERE stream = request.id),
  timer_since = (SELECT since FROM timer WHERE stream = request.id),
  timer_step = (SELECT step FROM timer WHERE stream = request.id)
WHERE id IN (SELECT stream FROM timer);
CREATE INDEX request_timer ON request (timer_at, id) WHERE timer_at IS NOT NULL;
DROP INDEX timer_due;
DROP TABLE timer;
CREATE INDEX command_time ON command (recorded_at);
CREATE INDEX notice_time ON notice (created_at);
