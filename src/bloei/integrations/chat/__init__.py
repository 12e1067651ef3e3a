"""The door to Teams and Slack."""
