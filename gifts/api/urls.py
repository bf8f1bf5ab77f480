from django.urls import path

from gifts.api import addresses, code_imports, desk, money, presents, stock, substitutes, tables, views

urlpatterns = [
    path("gifts/", views.Gifts.as_view(), name="api-gifts"),
    path("gifts/<slug:public_id>/", views.GiftDetail.as_view(), name="api-gift"),
    path("gifts/<slug:public_id>/tracking/", views.GiftTracking.as_view(), name="api-gift-tracking"),
    path("gifts/<slug:public_id>/transfer/", money.GiftTransfer.as_view(), name="api-gift-transfer"),
    path(
        "gifts/<slug:public_id>/transfer/take-back/", money.GiftTakeBack.as_view(), name="api-gift-take-back"
    ),
    path("gifts/<slug:public_id>/transfer/ask-anew/", money.GiftAskAnew.as_view(), name="api-gift-ask-anew"),
    path(
        "gifts/<slug:public_id>/transfer/take-as-paid/",
        money.GiftTakeAsPaid.as_view(),
        name="api-gift-take-as-paid",
    ),
    path("bills-at-desk/", money.BillsAtDesk.as_view(), name="api-bills-at-desk"),
    path("gifts/<slug:public_id>/accept/", views.GiftAccept.as_view(), name="api-gift-accept"),
    path("gifts/<slug:public_id>/decline/", views.GiftDecline.as_view(), name="api-gift-decline"),
    path("gifts/<slug:public_id>/exchanges/", views.GiftExchanges.as_view(), name="api-gift-exchanges"),
    path("gifts/<slug:public_id>/swap/", views.GiftSwap.as_view(), name="api-gift-swap"),
    path("gifts/<slug:public_id>/pass-on/", views.GiftPassOn.as_view(), name="api-gift-pass-on"),
    path("gifts/<slug:public_id>/hand-over/", views.GiftHandOver.as_view(), name="api-gift-hand-over"),
    path("gifts/<slug:public_id>/waybill/", views.GiftWaybill.as_view(), name="api-gift-waybill"),
    path("gifts/<slug:public_id>/loss/", desk.GiftLoss.as_view(), name="api-gift-loss"),
    path("gifts/<slug:public_id>/return/", desk.GiftReturn.as_view(), name="api-gift-return"),
    path("gifts/<slug:public_id>/offer-again/", desk.GiftOfferAgain.as_view(), name="api-gift-offer-again"),
    path(
        "gifts/<slug:public_id>/substitute/", substitutes.GiftSubstitute.as_view(), name="api-gift-substitute"
    ),
    path(
        "gifts/<slug:public_id>/substitute/answer/",
        substitutes.GiftSubstituteAnswer.as_view(),
        name="api-gift-substitute-answer",
    ),
    path("pick-lists/", desk.PickLists.as_view(), name="api-pick-lists"),
    path("pick-lists/<slug:public_id>/", desk.PickListDetail.as_view(), name="api-pick-list"),
    path("pick-lists/<slug:public_id>/picks/", desk.Picks.as_view(), name="api-pick-list-picks"),
    path("packing-labels/", desk.PackingLabels.as_view(), name="api-packing-labels"),
    path("dead-parcels/", desk.DeadParcels.as_view(), name="api-dead-parcels"),
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
    path("items/<slug:public_id>/stock-receipts/", stock.StockReceipts.as_view(), name="api-stock-receipts"),
    path("items/<slug:public_id>/code-imports/", code_imports.CodeImports.as_view(), name="api-code-imports"),
    path("items/<slug:public_id>/write-offs/", stock.StockWriteOffs.as_view(), name="api-stock-write-offs"),
    path("items/<slug:public_id>/shelf/", stock.ItemShelf.as_view(), name="api-item-shelf"),
    path("items/<slug:public_id>/retire/", stock.ItemRetire.as_view(), name="api-item-retire"),
    path("items/<slug:public_id>/bring-back/", stock.ItemBringBack.as_view(), name="api-item-bring-back"),
    path(
        "items/<slug:public_id>/present-choice/",
        stock.ItemPresentChoice.as_view(),
        name="api-item-present-choice",
    ),
    path("items/<slug:public_id>/stock-moves/", stock.StockMoves.as_view(), name="api-stock-moves"),
    path("items/<slug:public_id>/stock-counts/", stock.StockCounts.as_view(), name="api-stock-counts"),
    path("addresses/", addresses.Addresses.as_view(), name="api-addresses"),
    path("addresses/<slug:public_id>/", addresses.Address.as_view(), name="api-address"),
    path("stock-table/", tables.StockTable.as_view(), name="api-stock-table"),
    path("packing-table/", tables.PackingTable.as_view(), name="api-packing-table"),
    path("warehouses/", stock.Warehouses.as_view(), name="api-warehouses"),
    path("packing-list/", views.PackingList.as_view(), name="api-packing-list"),
]
