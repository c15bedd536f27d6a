"""The bot: activities in, cards and sentences out. The only place that knows botbuilder."""
