"""Which site the admin is: ours, on which a form that is sent twice acts once."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "common.admin_site.StaffSite"
