"""The tests mirror the package; servers/ and faults/ are what they run against."""
