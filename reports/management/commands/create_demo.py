from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from provinces.models import Province
from reports.demonstration import PASSWORD, create, exists


class Command(BaseCommand):
    help = _("Makes demonstration accounts and reports; only on a developer's machine.")

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("The demonstration is made with DEBUG=true only."))
        if not Province.objects.exists():
            raise CommandError(_("The register is empty. First run: manage.py load_records"))
        if exists():
            self.stdout.write(_("The demonstration is there already."))
        else:
            create()
            self.stdout.write(_("The demonstration is ready."))
        self.stdout.write(_("Sign in with one of these accounts; password: %s") % PASSWORD)
        for one in User.objects.filter(is_demonstration=True).order_by("pk"):
            self.stdout.write(f"  {one.username:<28} {one.full_name}")
