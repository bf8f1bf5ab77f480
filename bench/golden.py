"""Signatures that other programs made from the carriers' contracts: (what is signed ..., the signature)."""

from typing import Any

# OpenJDK 17: Base64(MD5(URLEncoder.encode(msgData + timestamp + checkword, "UTF-8"))).
SF_EXPRESS = [
    ('{"orderId":"QIAO-20200728-001"}', "1595926871", "checkword-of-a-test", "YqARBafwDWm82GZp9UqcHg=="),
    ('{"orderId":"guanxi-1","remark":"a b*c~d-e_f.g"}', "1700000000000", "k", "4gMJPjB+R3QAxyD9vxGfmQ=="),
    (
        '{"contact":"李雷","address":"北京市朝阳区 1号（东）"}',
        "1700000000000",
        "secret+/=&%",
        "pP3uMbTRY6+P6W2SLGVs+Q==",
    ),
    ('{"remark":"🎁 !\'()~*"}', "1", "密钥", "1+qofkQrwakM9tiv6XFNfw=="),
    ("", "", "", "1B2M2Y8AsgTpgAmY7PhCfg=="),
]
# `printf %s ... | openssl md5` in capitals: MD5(param + key + customer).
KUAIDI100 = [
    (
        '{"com":"yuantong","num":"YT9693083639795","resultv2":"4","order":"asc"}',
        "test-key",
        "TEST-CUSTOMER",
        "F3876A90CFE21AE5336688A34D0668F4",
    ),
    (
        '{"com":"shunfeng","num":"SF0000000000001","phone":"0000"}',
        "k+/=&%",
        "客户",
        "579D14298BE2319EA944BA06145DAA89",
    ),
]
# MD5(param + salt).
KUAIDI100_CALLBACKS = [
    (
        '{"status":"polling","lastResult":{"nu":"V030344422"}}',
        "0123456789abcdef0123456789abcdef",
        "454203152D2768F03CA046380157D861",
    ),
    ("【上海市】🎁", "盐", "8CD222E7EF7B1436D2E3473811275DA6"),
]
# The worked example of WeChat's paper "JS-SDK 说明文档", appendix 1.
WECHAT_CARD: dict[str, Any] = {
    "ticket": "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
    "nonce": "Wm3WZYTPz0wzccnW",
    "timestamp": 1414587457,
    "url": "http://mp.weixin.qq.com?params=value",
}
WECHAT_CARD_SIGNATURE = "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
# The sample that comes with the vendor's library for sealed calls: what is posted, to whom, what it says.
WECHAT_ECHO = {
    "msg_signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    "timestamp": "1409659589",
    "nonce": "263014780",
    "echostr": "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
}
WECHAT_ECHO_ACCOUNT = {
    "token": "QDG6eK",
    "key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    "app_id": "wx5823bf96d3bd56c7",
}
WECHAT_ECHO_TEXT = "1616140317555161061"
# The worked example of Tencent Cloud's paper "Signature v3".
TENCENT: dict[str, Any] = {
    "key": "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
    "service": "cvm",
    "host": "cvm.tencentcloudapi.com",
    "payload": rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}',
    "at": 1551113065,
}
TENCENT_SIGNATURE = "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
