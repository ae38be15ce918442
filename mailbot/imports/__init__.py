"""suppliers.csv and registrations.csv into the store, with every refused row by its line number.

A refused row refuses nothing else. Nothing is ever removed by a suppliers import.
"""
