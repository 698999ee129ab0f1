"""The browser app: pages over the one door, `assistant.service`."""
