from django.urls import path

from gifts.api import code_imports, presents, views

urlpatterns = [
    path("gifts/", views.Gifts.as_view(), name="api-gifts"),
    path("gifts/<slug:public_id>/", views.GiftDetail.as_view(), name="api-gift"),
    path("gifts/<slug:public_id>/tracking/", views.GiftTracking.as_view(), name="api-gift-tracking"),
    path("gifts/<slug:public_id>/accept/", views.GiftAccept.as_view(), name="api-gift-accept"),
    path("gifts/<slug:public_id>/decline/", views.GiftDecline.as_view(), name="api-gift-decline"),
    path("gifts/<slug:public_id>/exchanges/", views.GiftExchanges.as_view(), name="api-gift-exchanges"),
    path("gifts/<slug:public_id>/swap/", views.GiftSwap.as_view(), name="api-gift-swap"),
    path("gifts/<slug:public_id>/pass-on/", views.GiftPassOn.as_view(), name="api-gift-pass-on"),
    path("gifts/<slug:public_id>/hand-over/", views.GiftHandOver.as_view(), name="api-gift-hand-over"),
    path("gifts/<slug:public_id>/waybill/", views.GiftWaybill.as_view(), name="api-gift-waybill"),
    path("gifts/<slug:public_id>/arrival/", views.GiftArrival.as_view(), name="api-gift-arrival"),
    path("gifts/<slug:public_id>/reveal/", views.GiftReveal.as_view(), name="api-gift-reveal"),
    path("code-imports/<slug:public_id>/", code_imports.CodeImportDetail.as_view(), name="api-code-import"),
    path("gifts/<slug:public_id>/thanks/", presents.GiftThanks.as_view(), name="api-gift-thanks"),
    path("present-catalogue/", presents.PresentCatalogue.as_view(), name="api-present-catalogue"),
    path("presents/", presents.Presents.as_view(), name="api-presents"),
    path("presents/<slug:public_id>/", presents.PresentDetail.as_view(), name="api-present"),
    path(
        "presents/<slug:public_id>/call-off/", presents.PresentCallOff.as_view(), name="api-present-call-off"
    ),
    path("books/<slug:public_id>/", presents.Book.as_view(), name="api-book"),
    path("items/", views.Items.as_view(), name="api-items"),
    path("items/<slug:public_id>/stock-receipts/", views.StockReceipts.as_view(), name="api-stock-receipts"),
    path("items/<slug:public_id>/code-imports/", code_imports.CodeImports.as_view(), name="api-code-imports"),
    path("packing-list/", views.PackingList.as_view(), name="api-packing-list"),
]
