"""Tests of mailbot.adapters."""
