"""Change notifications of the stand-in tenant: subscriptions, and what is posted to whoever subscribed."""
