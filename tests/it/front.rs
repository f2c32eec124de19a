//! What every request meets, whatever it asks for: addresses, the envelope, ids, CORS, limits, refusals of strangers.
