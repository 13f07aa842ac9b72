"""The keeper's desk."""

from django.urls import path

from portal.keeping.views import desk, headline, merge, provinces, record, renumber

urlpatterns = [
    path("", desk.DeskPage.as_view(), name="desk"),
    path("sources/<slug:key>/looked/", desk.source_looked, name="source_looked"),
    path("provinces/merge/", provinces.MergeProvinces.as_view(), name="merge_provinces"),
    path("provinces/<slug:key>/undo/", provinces.UndoMerger.as_view(), name="undo_merger"),
    path("renumber/<slug:key>/", renumber.Renumber.as_view(), name="renumber"),
    path("merge/", merge.MergeConferences.as_view(), name="merge_conferences"),
    path("headline/<int:pk>/", headline.ChooseHeadline.as_view(), name="choose_headline"),
    path("record/", record.RecordList.as_view(), name="record"),
    path("record/<int:pk>/", record.RecordSheet.as_view(), name="record_sheet"),
    *(
        path(f"record/<int:pk>/{v}/", record.RecordVerb.as_view(verb=v), name=f"record_{v}")
        for v in ("publish", "set_aside", "take_back")
    ),
    # Any other name of one part is that of a hole: it stands last.
    path("<slug:name>/", desk.HolePage.as_view(), name="desk_hole"),
]
