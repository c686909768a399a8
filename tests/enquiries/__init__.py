"""Enquiries of the office and officers into somebody’s authority."""
