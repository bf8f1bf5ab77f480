from django.urls import path

from gifts.web import addresses, callbacks, presents, substitutes, views

app_name = "gifts"

urlpatterns = [
    path("gifts/", views.GiftBoxView.as_view(), name="list"),
    path("gifts/<slug:public_id>/", views.GiftView.as_view(), name="detail"),
    path("gifts/<slug:public_id>/accept/", views.AcceptView.as_view(), name="accept"),
    path("gifts/<slug:public_id>/decline/", views.DeclineView.as_view(), name="decline"),
    path("gifts/<slug:public_id>/swap/", views.SwapView.as_view(), name="swap"),
    path("gifts/<slug:public_id>/pass-on/", views.PassOnView.as_view(), name="pass-on"),
    path("gifts/<slug:public_id>/instead/", substitutes.SubstituteView.as_view(), name="instead"),
    path("gifts/<slug:public_id>/code/", views.RevealView.as_view(), name="reveal"),
    path("gifts/<slug:public_id>/thanks/", presents.ThanksView.as_view(), name="thanks"),
    path("callbacks/kuaidi100/<slug:public_id>/", callbacks.Kuaidi100Callback.as_view(), name="kuaidi100"),
    path("callbacks/wechat-pay/", callbacks.WeChatPayCallback.as_view(), name="wechat-pay"),
    path("addresses/", addresses.AddressesView.as_view(), name="addresses"),
    path("addresses/<slug:public_id>/forget/", addresses.ForgetView.as_view(), name="forget-address"),
    path("presents/", presents.SentView.as_view(), name="sent"),
    path("presents/to/<slug:public_id>/", presents.GiveView.as_view(), name="give"),
    path("presents/with/<slug:public_id>/", presents.BookView.as_view(), name="book"),
    path("presents/<slug:public_id>/photo/", presents.ThanksPhotoView.as_view(), name="thanks-photo"),
    path("presents/<slug:public_id>/", presents.PresentView.as_view(), name="present"),
]
