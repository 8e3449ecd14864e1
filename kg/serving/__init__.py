"""The server: connections, requests, pools of processes, and what they send."""
