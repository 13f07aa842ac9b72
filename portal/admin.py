"""What the admin is called."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = admin.site.site_title = _("Industry and Trade Conference Database")
admin.site.index_title = _("Keeping the register")
