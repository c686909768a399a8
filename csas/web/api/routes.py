"""All routes of the API; commands must be in the registry before this is imported."""

from csas.web.api.commands import operations
from csas.web.api.described import api_page, openapi

ROUTES = [*operations(), openapi, api_page]
