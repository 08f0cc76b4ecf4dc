"""The types of attributes that ask for nothing above this subject, one a module."""
