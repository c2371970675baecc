-- In the order in which time-outs are taken, so that the earliest is the first of the index.

DROP INDEX timer_due;
CREATE INDEX timer_due ON timer (due_at, stream);
