-- What the offer that `offer_until` tells of asks of the customer: money (smallest units) and their own time (seconds). Null where
-- `offer_until` is. Rows that are there learn it from the history.
-- rebuild: request_bidder

ALTER TABLE request_bidder ADD COLUMN offer_price BIGINT;
ALTER TABLE request_bidder ADD COLUMN offer_seconds BIGINT;
