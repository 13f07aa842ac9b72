"""The keeper's desk on the register's own records: every link of it leads somewhere."""

import pytest

from portal.keeping.desk import HOLES
from tests.reading import read
from tests.register import administrator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_records")]


@pytest.mark.parametrize("name", HOLES)
def test_first_rows_lead_to_pages_that_are_there(client, name):
    client.force_login(administrator())
    page = read(client.get(f"/desk/{name}/")).one("main")
    links = [link["href"] for row in page.all("tr")[:4] for link in row.all("a")]
    own = {link for link in links if link.startswith("/")}
    assert {link: client.get(link).status_code for link in own} == dict.fromkeys(own, 200)
