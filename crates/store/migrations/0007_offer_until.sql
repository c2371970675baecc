-- Until when the offer of a unit that was asked stands: null while it has made none, and once offers are over. Rows that are there
-- learn it from the history.
-- rebuild: request_bidder

ALTER TABLE request_bidder ADD COLUMN offer_until BIGINT;
